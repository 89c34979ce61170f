using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OAuth2Server.Host.Tests;

public sealed class StartTests
{
    private const string SavedLine = "demo-credentials.txt";

    [Fact]
    public async Task Without_configuration_it_prints_curl_lines_that_work()
    {
        var (host, address) = await HostProcess.StartAsync(until: SavedLine);
        await using var _ = host;

        string[] lines = [.. host.Output.Split('\n').Where(line => line.StartsWith("curl ", StringComparison.Ordinal))];
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.Contains(address, line, StringComparison.Ordinal));
        var token = JsonDocument.Parse(await HostProcess.BashAsync(lines[0])).RootElement;
        Assert.Equal("Bearer", token.Text("token_type"));
        Assert.Equal("""{"subject":null,"client_id":"demo-client","scope":"read"}""", await HostProcess.BashAsync(lines[1]));
    }

    [Fact]
    public async Task The_demo_user_can_sign_in_and_allow_the_demo_client()
    {
        var (host, address) = await HostProcess.StartAsync(until: SavedLine);
        await using var _ = host;
        var client = new OAuthClient(address, "demo-client", Shown(host, "Client secret"), "http://127.0.0.1:12345/cb");
        var browser = new Browser(address);

        var consent = await CodeFlowTests.ConsentAsync(browser, client, username: Shown(host, "User  "), password: Shown(host, "Password"));
        var (status, token) = await client.RedeemAsync(await client.AllowAsync(browser, consent));

        Assert.Equal(200, status);
        Assert.True(token.TryGetProperty("refresh_token", out var _));
    }

    [Fact]
    public async Task The_second_start_of_the_demo_has_new_credentials_that_work_and_the_old_ones_no_longer_do()
    {
        var folder = HostProcess.NewFolder();
        var (first, _) = await HostProcess.StartAsync(folder, SavedLine);
        var (oldSecret, oldPassword) = (Shown(first, "Client secret"), Shown(first, "Password"));
        Assert.Equal(0, await first.StopAsync());
        Assert.True(File.Exists(Path.Combine(folder, "data", "oauth2.db")));

        var (second, address) = await HostProcess.StartAsync(folder, SavedLine);
        await using var _ = second;
        var browser = new Browser(address);

        Assert.Equal(401, (await new OAuthClient(address, "demo-client", oldSecret).ClientCredentialsAsync()).Status);
        Assert.Equal(200, (await new OAuthClient(address, "demo-client", Shown(second, "Client secret")).ClientCredentialsAsync()).Status);
        Assert.Null((await browser.SignInAsync(await browser.GetAsync("/login"), "demo-user", oldPassword)).Location);
        Assert.Equal("/", (await browser.SignInAsync(await browser.GetAsync("/login"), "demo-user", Shown(second, "Password"))).Location);
    }

    [Fact]
    public async Task The_log_level_of_the_console_does_not_show_what_must_not_be_logged()
    {
        string[] verbose = ["--Logging:Console:LogLevel:Default=Trace", "--Logging:Console:LogLevel:Microsoft.AspNetCore=Trace"];
        var (host, address) = await HostProcess.StartAsync(until: SavedLine, arguments: verbose);
        await using var _ = host;
        var client = new OAuthClient(address, "demo-client", Shown(host, "Client secret"));

        await new Browser(address).GetAsync(client.AuthorizeUrl());
        Assert.Equal(0, await host.StopAsync());

        Assert.Contains("trce: ", host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(client.State, host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_credentials_are_in_a_file_that_only_the_owner_can_read_and_new_at_each_start()
    {
        var folder = HostProcess.NewFolder();
        var file = Path.Combine(folder, "data", "demo-credentials.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, "the text of another program", TestContext.Current.CancellationToken);
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, Owner | UnixFileMode.OtherRead | UnixFileMode.OtherWrite);

        var (host, _) = await HostProcess.StartAsync(folder, SavedLine);
        await using var stopped = host;

        if (!OperatingSystem.IsWindows()) Assert.Equal(Owner, File.GetUnixFileMode(file));
        var saved = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.Contains(Shown(host, "Client secret"), saved, StringComparison.Ordinal);
        Assert.DoesNotContain("the text of another program", saved, StringComparison.Ordinal);
        Assert.Equal(0, await host.StopAsync());
    }

    [Fact]
    public async Task With_configuration_there_are_no_demo_credentials()
    {
        var folder = HostProcess.NewFolder();
        var file = Path.Combine(folder, "appsettings.json");
        await File.WriteAllTextAsync(file, TestConfiguration.Create().ToJsonString(), TestContext.Current.CancellationToken);
        var (host, _) = await HostProcess.StartAsync(folder);
        await using var stopped = host;

        Assert.Equal(0, await host.StopAsync());
        Assert.DoesNotContain("curl", host.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder, "data")));
    }

    [Fact]
    public async Task A_file_is_stronger_than_appsettings_and_weaker_than_the_environment_and_the_command_line()
    {
        var folder = HostProcess.NewFolder();
        var ct = TestContext.Current.CancellationToken;
        var appsettings = Text("appsettings", "Issuer", "Demo", "BehindTlsProxy", "Store:Provider");
        await File.WriteAllTextAsync(Path.Combine(folder, "appsettings.json"), appsettings, ct);
        await File.WriteAllTextAsync(Path.Combine(folder, "my.json"), Text("file", "Issuer", "Demo", "BehindTlsProxy"), ct);
        var environment = new Dictionary<string, string>
        {
            ["OAuth2Server__Issuer"] = "environment",
            ["OAuth2Server__Demo"] = "environment",
        };

        var (code, _, error) = await HostProcess.RunAsync(folder, ["--config", "my.json", "--OAuth2Server:Issuer=argument"], environment);

        Assert.Equal(1, code);
        Assert.Contains("OAuth2Server:Issuer 'argument'", error, StringComparison.Ordinal);
        Assert.Contains("OAuth2Server:Demo must be true or false, not 'environment'", error, StringComparison.Ordinal);
        Assert.Contains("OAuth2Server:BehindTlsProxy must be true or false, not 'file'", error, StringComparison.Ordinal);
        const string Provider = "OAuth2Server:Store:Provider must be Sqlite or PostgreSql or Memory, not 'appsettings'";
        Assert.Contains(Provider, error, StringComparison.Ordinal);

        static string Text(string value, params string[] keys) =>
            new JsonObject(keys.Select(key => KeyValuePair.Create("OAuth2Server:" + key, (JsonNode?)value))).ToJsonString();
    }

    [Theory]
    [InlineData("--config", "missing.json", "there is no such file")]
    [InlineData("--config", "broken.json", "broken.json")]
    [InlineData("--config", "twice.json", "duplicate key")]
    [InlineData("--config", "unknown.json", "OAuth2Sever")]
    [InlineData("--config", "wrong.json", "OAuth2Server:Clients:0:ClientSecret")]
    [InlineData("--urls", "http://0.0.0.0:0", "is plain http on an address that others can reach")]
    [InlineData("--urls", "https://0.0.0.0:0", "OAuth2Server:Issuer is missing")]
    [InlineData("--urls", "nonsense", "'nonsense' is not an address")]
    [InlineData("--urls", "https://127.0.0.1:0", "certificate")]
    [InlineData("--OAuth2Server:Isuer=x", "--urls=http://127.0.0.1:0", "OAuth2Server:Isuer is not a setting")]
    [InlineData("--confg", "x.json", "Unknown argument '--confg'")]
    public async Task A_wrong_setting_stops_the_start_with_one_line_and_exit_code_1(string option, string value, string expected)
    {
        var folder = HostProcess.NewFolder();
        var ct = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(Path.Combine(folder, "broken.json"), "{ \"OAuth2Server\": ", ct);
        await File.WriteAllTextAsync(Path.Combine(folder, "twice.json"), """{ "OAuth2Server": { "Demo": true, "demo": false } }""", ct);
        await File.WriteAllTextAsync(Path.Combine(folder, "unknown.json"), """{ "OAuth2Sever": { "Demo": true } }""", ct);
        var wrong = WholeListStartTests.Clients("""{ "ClientId": "a", "Type": "Confidential", "ClientSecret": "short" }""");
        await File.WriteAllTextAsync(Path.Combine(folder, "wrong.json"), wrong, ct);

        var (code, output, error) = await HostProcess.RunAsync(folder, [option, value]);

        Assert.Equal(1, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output + error, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", output + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_of_the_command_line_are_relative_to_the_folder_of_the_caller_also_with_dotnet_run()
    {
        var folder = HostProcess.NewFolder();

        var (code, output, error) = await HostProcess.RunFromSourceAsync(folder, ["--config", "missing.json"]);

        Assert.Equal(1, code);
        var problem = $"--config {Path.Combine(folder, "missing.json")}: there is no such file.";
        Assert.Contains(problem, output + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_in_use_is_reported_without_a_stack_trace()
    {
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();

        var (code, output, error) = await HostProcess.RunAsync(HostProcess.NewFolder(), ["--urls", $"http://{taken.LocalEndpoint}"]);

        Assert.Equal(1, code);
        Assert.Contains("address already in use", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output + error, StringComparison.Ordinal);
        Assert.DoesNotContain("curl", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_and_version_are_answered()
    {
        var (code, help, _) = await HostProcess.RunAsync(HostProcess.NewFolder(), ["--help"]);
        Assert.Equal(0, code);
        Assert.Contains("--config <FILE>", help, StringComparison.Ordinal);
        Assert.Contains("--urls <URLS>", help, StringComparison.Ordinal);
        Assert.Contains("--schema-sql <Sqlite|PostgreSql>", help, StringComparison.Ordinal);

        (code, var version, _) = await HostProcess.RunAsync(HostProcess.NewFolder(), ["--version"]);
        Assert.Equal(0, code);
        Assert.Matches(@"^\d+\.\d+\.\d+", version);
    }

    private static string Shown(HostProcess host, string label)
    {
        var lines = host.Output.Split('\n').Select(line => line.TrimStart());
        return lines.First(line => line.StartsWith(label, StringComparison.Ordinal))[label.Length..].Trim();
    }
}
