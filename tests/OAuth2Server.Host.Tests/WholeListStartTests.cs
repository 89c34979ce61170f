namespace OAuth2Server.Host.Tests;

/// <summary>The started server with lists in several sources; <see cref="WholeListTests"/> has the rules.</summary>
public sealed class WholeListStartTests
{
    private const string Shop = """
        { "ClientId": "shop", "Type": "Public", "GrantTypes": ["authorization_code"],
          "RedirectUris": ["https://shop.example.com/cb"], "Scopes": ["read"] }
        """;

    private const string Users = """{ "OAuth2Server": { "Users": [ { "Username": "carol", "Password": "p" } ] } }""";

    [Fact]
    public async Task The_started_server_takes_the_list_of_the_stronger_file_and_says_so_in_the_log()
    {
        var folder = HostProcess.NewFolder();
        var all = Path.Combine(folder, "appsettings.json");
        var users = Path.Combine(folder, "appsettings.Production.json");
        var clients = Path.Combine(folder, "prod.json");
        await File.WriteAllTextAsync(all, TestConfiguration.Create().ToJsonString(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(users, Users, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(clients, Clients(Shop), TestContext.Current.CancellationToken);
        var (host, address) = await HostProcess.StartAsync(folder, arguments: ["--config", "prod.json"]);
        await using var _ = host;

        var foreign = await AuthorizeAsync("https://web.example.com/cb?x=1", "read");
        var scope = await AuthorizeAsync("https://shop.example.com/cb", "write");
        var own = await AuthorizeAsync("https://shop.example.com/cb", "read");

        Assert.Equal((400, null), ((int)foreign.Status, foreign.Location));
        Assert.Contains("error=invalid_scope", scope.Location, StringComparison.Ordinal);
        Assert.Contains("/login?", own.Location, StringComparison.Ordinal);
        Assert.Contains(Note("OAuth2Server:Clients", clients, all), host.Output, StringComparison.Ordinal);
        Assert.Contains(Note("OAuth2Server:Users", users, all), host.Output, StringComparison.Ordinal);
        Assert.Equal(0, await host.StopAsync());

        Task<Answer> AuthorizeAsync(string redirectUri, string asked) =>
            new Browser(address).GetAsync(new OAuthClient(address, "shop", null, redirectUri).AuthorizeUrl(asked));
    }

    [Fact]
    public async Task The_server_does_not_start_with_a_part_of_a_list_in_the_environment()
    {
        var folder = HostProcess.NewFolder();
        var file = Path.Combine(folder, "auth.json");
        await File.WriteAllTextAsync(file, TestConfiguration.Create().ToJsonString(), TestContext.Current.CancellationToken);
        var environment = new Dictionary<string, string> { ["OAuth2Server__Clients__0__ClientSecret"] = TestConfiguration.LegacySecret };

        var (code, output, error) = await HostProcess.RunAsync(folder, ["--config", "auth.json"], environment);

        Assert.Equal(1, code);
        Assert.Equal(Refusal("OAuth2Server:Clients", file, environment.Keys.Single()) + Environment.NewLine, error);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    internal static string Clients(string client) => $$"""{ "OAuth2Server": { "Clients": [ {{client}} ] } }""";

    internal static string Refusal(string key, string file, string variable) =>
        $"{key} is a list in {file}, and the environment variable {variable} does not set all of it. Set the whole list in one of them.";

    internal static string Note(string key, string used, string ignored) =>
        $"{key} is taken from {used} as a whole. The list in {ignored} is ignored.";
}
