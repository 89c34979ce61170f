using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace OAuth2Server.Host.Tests;

/// <summary>The shield slows down guessing at the sign-in page and at the token endpoint, on one node and on several.</summary>
public sealed class GuessingTests
{
    private const string Wrong = "The user name or the password is wrong.";

    [Theory]
    [InlineData("Memory")]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task After_eleven_wrong_passwords_the_sign_in_page_asks_to_wait(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var server = await TestServer.StartAsync(database.UseWithIssuer);
        for (var i = 0; i < 11; i++) MustAlarm(await SignInAsync(server, "alice", "wrong"), 200, Wrong);

        var right = await SignInAsync(server, "alice", TestConfiguration.AlicePassword);
        var refused = MustAlarm(right, 429, "Too many sign-ins failed. Try again in 1 s.");
        Assert.Equal("1", refused.Header("Retry-After"));
        Assert.Empty(refused.SetCookies);
        Assert.Equal("/", (await SignInAsync(server, "bob", TestConfiguration.BobPassword)).Location);

        server.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("/", (await SignInAsync(server, "alice", TestConfiguration.AlicePassword)).Location);
    }

    [Fact]
    public async Task The_password_grant_and_the_sign_in_page_count_together()
    {
        await using var server = await TestServer.StartAsync();
        var legacy = Legacy(server);
        for (var i = 0; i < 6; i++) Assert.Equal(400, await PasswordAsync(legacy, "wrong"));
        for (var i = 0; i < 5; i++) MustAlarm(await SignInAsync(server, "alice", "wrong"), 200, Wrong);
        Assert.Equal(429, await PasswordAsync(legacy, TestConfiguration.AlicePassword));
        Assert.Equal(429, (int)(await SignInAsync(server, "alice", TestConfiguration.AlicePassword)).Status);
    }

    [Fact]
    public async Task An_attacker_at_the_page_of_a_client_does_not_block_the_sign_in_page_for_the_server_of_that_client()
    {
        await using var server = await TestServer.StartAsync();
        for (var i = 0; i < 11; i++) Assert.Equal(400, (await Legacy(server).PasswordAsync("wrong")).Status);
        Assert.Equal(429, (await Legacy(server).PasswordAsync("wrong")).Status);
        Assert.Equal("/", (await SignInAsync(server, "alice", TestConfiguration.AlicePassword)).Location);
    }

    [Fact]
    public async Task A_flood_of_sign_ins_from_one_network_does_not_keep_another_out()
    {
        var shield = new BruteForceShield(passwordsAtOnce: 1, passwordsWaiting: 4);
        await using var server = await TestServer.StartAsync(ProxiedBy, services: services => services.AddSingleton(shield));
        var verified = new TaskCompletionSource<bool>();
        var flood = Enumerable.Range(0, 80).Select(i => shield.VerifyPasswordAsync(
            $"user{i}", System.Net.IPAddress.Parse("203.0.113.7"), _ => new(verified.Task),
            ct: TestContext.Current.CancellationToken).AsTask()).ToArray();

        var right = SignInAsync(server, "alice", TestConfiguration.AlicePassword, from: "198.51.100.4");
        var deadline = System.Diagnostics.Stopwatch.StartNew();
        // The flood loses one of its places when the attempt of the other network arrives.
        while (flood.Count(attempt => attempt.IsCompleted) < 76 && deadline.Elapsed < TimeSpan.FromSeconds(30)) await Task.Yield();
        verified.SetResult(false);
        Assert.Equal("/", (await right).Location);
        Assert.Equal(76, (await Task.WhenAll(flood)).Count(outcome => outcome.IsError(out var refused, out _) && refused.Status == 503));
    }

    /// <summary>An attacker who attempts many passwords blocks only the attacker's own network.</summary>
    [Fact]
    public async Task The_user_signs_in_from_another_network_while_an_attacker_guesses()
    {
        await using var server = await TestServer.StartAsync(ProxiedBy);
        for (var i = 0; i < 12; i++) await SignInAsync(server, "alice", "wrong", from: "203.0.113.7");
        Assert.Equal(429, (int)(await SignInAsync(server, "alice", TestConfiguration.AlicePassword, from: "203.0.113.7")).Status);
        Assert.Equal("/", (await SignInAsync(server, "alice", TestConfiguration.AlicePassword, from: "198.51.100.4")).Location);
    }

    /// <summary>The load balancer writes the client's address, and the proxy on this machine writes that of the load balancer.</summary>
    [Theory]
    [InlineData("10.1.2.3", "/")]
    [InlineData("10.2.2.3", null)]
    public async Task A_chain_of_known_proxies_is_followed_to_the_client_and_no_further(string balancer, string? location)
    {
        await using var server = await TestServer.StartAsync(c =>
        {
            ProxiedBy(c);
            c.Server()["KnownProxies"] = new System.Text.Json.Nodes.JsonArray("10.1.0.0/16");
        });
        // What the client itself wrote before, on the left, is never read.
        for (var i = 0; i < 12; i++) await SignInAsync(server, "alice", "wrong", from: $"198.51.100.4, 203.0.113.7, {balancer}");

        var right = await SignInAsync(server, "alice", TestConfiguration.AlicePassword, from: $"203.0.113.7, 198.51.100.4, {balancer}");

        Assert.Equal(location, right.Location);
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task Two_nodes_on_one_database_count_together(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var first = await TestServer.StartAsync(database.UseWithIssuer, clock: clock);
        await using var second = await TestServer.StartAsync(database.UseWithIssuer, clock: clock);
        TestServer[] nodes = [first, second];

        for (var i = 0; i < 12; i++)
        {
            var attacker = new OAuthClient(nodes[i % 2].Address, secret: "wrong");
            Assert.Equal(401, (await attacker.ClientCredentialsAsync()).Status);
        }
        foreach (var node in nodes) Assert.Equal(429, (await new OAuthClient(node.Address).ClientCredentialsAsync()).Status);

        for (var i = 0; i < 12; i++) MustAlarm(await SignInAsync(nodes[i % 2], "alice", "wrong"), 200, Wrong);
        foreach (var node in nodes) Assert.Equal(429, (int)(await SignInAsync(node, "alice", TestConfiguration.AlicePassword)).Status);
    }

    [Fact]
    public async Task With_too_many_sign_ins_the_page_asks_to_wait_and_tokens_are_still_issued()
    {
        var shield = new BruteForceShield(passwordsAtOnce: 1, passwordsWaiting: 0);
        await using var server = await TestServer.StartAsync(services: services => services.AddSingleton(shield));
        var verified = new TaskCompletionSource<bool>();
        var running = shield.VerifyPasswordAsync("bob", null, _ => new(verified.Task), ct: TestContext.Current.CancellationToken).AsTask();

        var right = await SignInAsync(server, "alice", TestConfiguration.AlicePassword);
        var refused = MustAlarm(right, 503, "Many users are signing in at the moment. Try again in a few seconds.");
        Assert.Equal("5", refused.Header("Retry-After"));
        Assert.Equal(200, (await Legacy(server).ClientCredentialsAsync()).Status);
        verified.SetResult(false);
        Assert.False((await running).IsError(out _, out _));
        Assert.Equal("/", (await SignInAsync(server, "alice", TestConfiguration.AlicePassword)).Location);
    }

    [Fact]
    public async Task A_forwarded_address_of_an_unknown_proxy_is_a_warning()
    {
        const string Warning = "Warning OAuth2Server.AspNetCore.UnreadForwardedFor ";
        await using (var alone = await TestServer.StartAsync())
        {
            await alone.NewBrowser().GetAsync("/oauth2/authorize");
            Assert.DoesNotContain(Warning, alone.Log.Text, StringComparison.Ordinal);
            await Proxied(alone).GetAsync("/oauth2/authorize");
            await Proxied(alone).GetAsync("/oauth2/authorize");
            Assert.Single(alone.Log.Text.Split('\n'), line => line.Contains(Warning, StringComparison.Ordinal));
        }
        await using var proxied = await TestServer.StartAsync(ProxiedBy);
        await Proxied(proxied).GetAsync("/oauth2/authorize");
        Assert.DoesNotContain(Warning, proxied.Log.Text, StringComparison.Ordinal);
    }

    private static void ProxiedBy(System.Text.Json.Nodes.JsonObject configuration)
    {
        configuration.Server()["Issuer"] = TestDatabase.Issuer;
        configuration.Server()["BehindTlsProxy"] = true;
    }

    private static Browser Proxied(TestServer server) => new(server.Address, "203.0.113.7");

    private static OAuthClient Legacy(TestServer server) => new(server.Address, "legacy", TestConfiguration.LegacySecret);

    private static async Task<int> PasswordAsync(OAuthClient client, string password) =>
        (await client.TokenAsync(
            ("grant_type", "password"), ("username", "alice"), ("password", password), ("end_user_address", "127.0.0.1"))).Status;

    private static async Task<Answer> SignInAsync(TestServer server, string username, string password, string? from = null)
    {
        var browser = new Browser(server.Address, from);
        return await browser.SignInAsync(await browser.GetAsync("/login"), username, password);
    }

    private static Answer MustAlarm(Answer answer, int status, string alarm)
    {
        Assert.Equal((status, alarm), ((int)answer.Status, answer.Alert));
        return answer;
    }
}
