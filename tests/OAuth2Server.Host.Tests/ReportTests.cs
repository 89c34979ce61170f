using System.Text.Json;
using System.Text.Json.Nodes;

namespace OAuth2Server.Host.Tests;

/// <summary>What <c>--report</c> prints, and the exit code.</summary>
public sealed class ReportTests
{
    private static JsonObject Clean()
    {
        var configuration = TestConfiguration.Create();
        configuration.Server()["Issuer"] = "http://127.0.0.1:5000";
        configuration.Server()["Clients"]!.AsArray().RemoveAt(2);
        return configuration;
    }

    [Fact]
    public async Task A_configuration_without_errors_gives_exit_code_0()
    {
        var (code, text, problems) = await RunAsync("text", Clean());
        Assert.Equal("", problems);
        Assert.Equal(0, code);
        Assert.StartsWith("Profile Rfc9700: 0 errors, ", text, StringComparison.Ordinal);
        Assert.Contains("RFC9700-2.5-asymmetric", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_gives_exit_code_1_and_names_the_rule_and_the_key()
    {
        var configuration = Clean();
        configuration.Client(0)["GrantTypes"]!.AsArray().Add("password");
        var (code, text, _) = await RunAsync("text", configuration);
        Assert.Equal(1, code);
        Assert.Contains("[OAUTH21-10-client-password, OAuth 2.1 §10, OAuth2Server:Clients:0:GrantTypes]", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_report_has_the_findings_of_the_host_too()
    {
        var configuration = Clean();
        configuration.Server()["Issuer"] = "https://auth.example.com/";
        var (_, text, _) = await RunAsync("json", configuration);
        var findings = JsonDocument.Parse(text).RootElement.GetProperty("findings").EnumerateArray().ToList();
        var finding = Assert.Single(findings, finding => finding.GetProperty("rule").GetString() == "issuer-trailing-slash");
        Assert.Equal("warning", finding.GetProperty("severity").GetString());
        Assert.Equal("RFC 8414 §3.3", finding.GetProperty("section").GetString());
    }

    [Fact]
    public async Task Sarif_has_what_its_schema_requires()
    {
        var (_, text, _) = await RunAsync("sarif", TestConfiguration.Create());
        var root = JsonDocument.Parse(text).RootElement;
        Assert.Equal("2.1.0", root.GetProperty("version").GetString());
        var run = Assert.Single(root.GetProperty("runs").EnumerateArray());
        var driver = run.GetProperty("tool").GetProperty("driver");
        Assert.Equal("OAuth2Server", driver.GetProperty("name").GetString());
        var rules = driver.GetProperty("rules").EnumerateArray().ToList();
        Assert.NotEmpty(run.GetProperty("results").EnumerateArray());
        foreach (var result in run.GetProperty("results").EnumerateArray())
        {
            Assert.NotEmpty(result.GetProperty("message").GetProperty("text").GetString()!);
            Assert.Contains(result.GetProperty("level").GetString(), new[] { "error", "warning", "note" });
            Assert.Equal(
                result.GetProperty("ruleId").GetString(),
                rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString());
            var place = Assert.Single(result.GetProperty("locations").EnumerateArray()).GetProperty("logicalLocations")[0];
            Assert.StartsWith("OAuth2Server", place.GetProperty("fullyQualifiedName").GetString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("sarif")]
    public async Task No_report_has_a_secret(string format)
    {
        var (_, text, _) = await RunAsync(format, TestConfiguration.Create());
        Assert.DoesNotContain(TestConfiguration.WebSecret, text, StringComparison.Ordinal);
        Assert.DoesNotContain(TestConfiguration.AlicePassword, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_that_cannot_be_read_gives_exit_code_1_and_says_why()
    {
        var configuration = Clean();
        configuration.Client(0)["Type"] = "Secret";
        var (code, text, problems) = await RunAsync("text", configuration);
        Assert.Equal(1, code);
        Assert.Equal("", text);
        Assert.Contains("Clients:0:Type", problems, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Problems)> RunAsync(string format, JsonObject configuration)
    {
        var file = Path.Combine(HostProcess.NewFolder(), "settings.json");
        await File.WriteAllTextAsync(file, configuration.ToJsonString());
        using StringWriter output = new(), problems = new();
        var code = await ReportCommand.RunAsync(format, new(file), output, problems);
        return (code, output.ToString(), problems.ToString());
    }
}
