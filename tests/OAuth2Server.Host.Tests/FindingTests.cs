using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace OAuth2Server.Host.Tests;

/// <summary>A start with each misconfiguration is refused or warned of, by its id; a clean one is silent.</summary>
[SupportedOSPlatform("linux")]
public sealed class FindingTests : IDisposable
{
    private const string Public = "https://auth.example.com";
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _folder = HostProcess.NewFolder();

    public static TheoryData<string, string, string> Settings() => new()
    {
        { "issuer-trailing-slash", "Issuer", "https://auth.example.com/" },
        { "issuer-trailing-slash", "Issuer", "https://auth.example.com/t1/" },
        { "demo-public", "Demo", "true" },
        { "memory-store-public", "Store", """{ "Provider": "Memory" }""" },
        { "keys-in-the-clear", "Keys", "{}" },
        { "access-token-lifetime", "AccessTokenLifetime", "2d" },
        { "access-token-lifetime", "Clients:0:AccessTokenLifetime", "30d" },
        { "refresh-token-lifetime", "RefreshTokenLifetime", "36525d" },
        { "refresh-token-lifetime", "Clients:0:RefreshTokenLifetime", "36525d" },
        { "redirect-uri-wildcard", "Clients:0:RedirectUris:0", "https://web.example.com/*" },
        { "weak-secret", "Clients:0:ClientSecret", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" },
        { "weak-secret", "Clients:0:ClientSecret", "password1password1password1password1" },
        { "same-secret", "Clients:2:ClientSecret", TestConfiguration.WebSecret },
        { "client-ids-by-case", "Clients:1:ClientId", "WEB" },
        { "short-password", "Users:0:Password", "x" },
        { "grant-type-unknown", "Clients:0:GrantTypes:1", "refresh-token" },
        { "client-without-pkce", "Clients:0:RequirePkce", "false" },
        { "private-addresses", "OpenIdConnect", """{ "AllowPrivateAddresses": true }""" },
        { "private-addresses-of-anyone", "ClientIdMetadataDocuments", """{ "AllowPrivateAddresses": true }""" },
        { "telemetry-plain-http", "Telemetry", """{ "Otlp": "http://collector.example.com:4317" }""" },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_dangerous_setting_is_named_by_its_id_with_a_remedy(string id, string key, string value)
    {
        var findings = Examine(server => Set(server, key, value));
        var finding = Assert.Single(findings, finding => finding.Id == id);
        Assert.NotEmpty(finding.Remedy);
        Assert.EndsWith(".", finding.What, StringComparison.Ordinal);
        Assert.Matches(@"[.?]\z", finding.Remedy);
        Assert.All(findings, other => Assert.Equal(id, other.Id));
        Assert.DoesNotContain("password1password1", finding.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080", true)]
    [InlineData(null, "http://localhost:8080", true)]
    [InlineData("https://auth.example.com", "http://127.0.0.1:8080", false)]
    [InlineData("http://127.0.0.1:8080", "http://*:8080", false)]
    public void Private_addresses_of_clients_that_the_operator_did_not_register_are_for_a_server_on_a_loopback_address(
        string? issuer, string address, bool isAllowed)
    {
        var findings = Examine(
            server =>
            {
                server["Issuer"] = issuer;
                server["ClientIdMetadataDocuments"] = new JsonObject { ["AllowPrivateAddresses"] = true };
            },
            address);
        Assert.Equal(!isAllowed, findings.Any(finding => finding is { Id: "private-addresses-of-anyone", Severity: Severity.Error }));
    }

    [Fact]
    public void A_clean_configuration_has_no_findings() => Assert.Empty(Examine(_ => { }));

    [Fact]
    public void An_issuer_with_credentials_is_refused_without_printing_them()
    {
        var refused = Assert.Throws<StartException>(() => Examine(server => server["Issuer"] = "https://user:hunter2@auth.example.com"));
        Assert.Contains("no user and no password", Assert.Single(refused.Problems), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_host_that_the_server_listens_on_is_compared_with_the_issuer()
    {
        var finding = Assert.Single(Examine(_ => { }, "https://other.example.com:8443"));
        Assert.Equal("issuer-other-host", finding.Id);
        Assert.Empty(Examine(_ => { }, "https://auth.example.com:8443"));
    }

    [Fact]
    public void Files_that_everybody_can_read_are_named()
    {
        var database = Path.Combine(_folder, "oauth2.db");
        File.WriteAllText(database, "");
        File.SetUnixFileMode(database, Owner | UnixFileMode.OtherRead);
        var findings = Examine(
            server => server["Store"] = JsonNode.Parse($$"""{ "Provider": "Sqlite", "ConnectionString": "Data Source={{database}}" }"""),
            mode: Owner | UnixFileMode.OtherRead);
        Assert.Equal(["database-readable", "configuration-readable"], findings.Select(finding => finding.Id));
        Assert.Contains(database, findings[0].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_beside_the_file_of_the_command_line_are_named()
    {
        var beside = Path.Combine(_folder, "appsettings.Production.json");
        var around = new Surroundings([], [beside, Path.Combine(_folder, "my.json")], Path.Combine(_folder, "my.json"), false);
        var finding = Assert.Single(Examination.Of(HostSettings.Default, around));
        Assert.Equal("settings-beside-config", finding.Id);
        Assert.Contains(beside, finding.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("True")]
    public async Task The_variable_that_believes_every_forwarded_header_stops_the_start(string value)
    {
        var environment = new Dictionary<string, string> { ["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = value };
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "appsettings.json"), TestConfiguration.Create().ToJsonString(), TestContext.Current.CancellationToken);
        var (code, _, error) = await HostProcess.RunAsync(_folder, [], environment);
        Assert.Equal(1, code);
        Assert.Contains("forwarded-headers-variable", error, StringComparison.Ordinal);
        Assert.Contains("KnownProxies", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_at_start_has_each_warning_with_its_id()
    {
        await using var server = await TestServer.StartAsync(configuration => configuration.Server()["AccessTokenLifetime"] = "2d");
        Assert.Contains("[access-token-lifetime, RFC 6819 §5.1.5.3]", server.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_of_the_host_lists_every_finding()
    {
        var page = Repository.Read("docs/host.md");
        var sources = string.Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "src/OAuth2Server.Host"), "*.cs",
            SearchOption.AllDirectories).Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText));
        var found = Regex.Matches(sources, @"Finding\.(?:Warning|Error)\(\s*""([a-z-]+)""");
        string[] ids = [.. found.Select(match => match.Groups[1].Value).Distinct()];
        Assert.True(ids.Length > 15, $"Only {ids.Length} ids were found.");
        Assert.All(ids, id => Assert.Contains($"| `{id}` |", page, StringComparison.Ordinal));
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    private IReadOnlyList<Finding> Examine(Action<JsonObject> change, string address = "https://*:443", UnixFileMode mode = Owner)
    {
        var configuration = TestConfiguration.Create();
        var server = configuration.Server();
        server["Issuer"] = Public;
        server["Demo"] = false;
        server["Store"] = JsonNode.Parse($$"""{ "Provider": "Sqlite", "ConnectionString": "Data Source={{_folder}}/none.db" }""");
        server["Keys"] = new JsonObject { ["EncryptionKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) };
        change(server);
        var file = Path.Combine(_folder, "my.json");
        File.WriteAllText(file, configuration.ToJsonString());
        File.SetUnixFileMode(file, mode);
        var settings = SettingsReader.Read(new ConfigurationBuilder().AddJsonFile(file).Build());
        var addresses = ListenAddress.Read(new ConfigurationBuilder().AddInMemoryCollection([new("urls", address)]).Build());
        return Examination.Of(settings, new(addresses, [file], file, false));
    }

    private static void Set(JsonObject server, string key, string value)
    {
        var steps = key.Split(':');
        JsonNode at = server;
        foreach (var step in steps[..^1]) at = int.TryParse(step, out var index) ? at[index]! : at[step]!;
        var node = value is ['{', ..] or "true" or "false" ? JsonNode.Parse(value) : value;
        if (int.TryParse(steps[^1], out var last)) at[last] = node;
        else at[steps[^1]] = node;
    }
}
