using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace OAuth2Server.Host.Tests;

/// <summary>Two nodes on one PostgreSQL, whose clocks may differ.</summary>
public sealed class TwoNodeTests
{
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(20);

    /// <summary>The user withdraws at the one node while the other, whose clock is ahead, gives a code by the remembered consent.</summary>
    [Fact]
    public async Task No_silent_code_survives_a_withdrawal_at_the_other_node()
    {
        const int Rounds = 200;
        await using var nodes = await Nodes.StartAsync(ahead: Ahead);
        var (browser, client) = (nodes.One.NewBrowser(), new OAuthClient(nodes.One.Address));
        var consent = await CodeFlowTests.ConsentAsync(browser, client);
        var (codes, asked) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            await client.AllowAsync(browser, consent);
            var other = CopyOf(nodes.Other, browser);
            var account = await other.GetAsync("/account");
            var silent = Task.Run(() => browser.GetAsync(client.AuthorizeUrl()));
            var withdrawal = Task.Run(() => other.SubmitAsync(account, "client_id"));
            await Task.WhenAll(silent, withdrawal);

            var answer = await silent;
            if (answer.Location!.StartsWith(TestConfiguration.Callback, StringComparison.Ordinal))
            {
                codes++;
                foreach (var node in nodes.All)
                {
                    var (status, body) = await new OAuthClient(node.Address).TokenAsync(
                        ("grant_type", "authorization_code"), ("code", client.Received(answer)["code"]),
                        ("code_verifier", client.Verifier), ("redirect_uri", TestConfiguration.Callback));
                    Assert.Equal((400, "invalid_grant"), (status, body.Text("error")));
                }
            }
            else
            {
                asked++;
            }
            consent = await browser.FollowAsync(await browser.GetAsync(client.AuthorizeUrl()));
            Assert.StartsWith("Allow", consent.Document.Title, StringComparison.Ordinal);
        }
        Assert.Equal(Rounds, codes + asked);
        TestContext.Current.SendDiagnosticMessage($"{codes} codes were given and revoked, {asked} times the user was asked.");
    }

    [Fact]
    public async Task What_a_node_with_a_clock_ahead_has_granted_does_not_survive_a_withdrawal_at_the_other()
    {
        await using var nodes = await Nodes.StartAsync(ahead: Ahead);
        var (browser, client) = (nodes.One.NewBrowser(), new OAuthClient(nodes.One.Address));
        var tokens = await client.GetTokensAsync(browser);
        var unredeemed = client.Received(await browser.GetAsync(client.AuthorizeUrl()))["code"];

        var other = CopyOf(nodes.Other, browser);
        await other.SubmitAsync(await other.GetAsync("/account"), "client_id");

        foreach (var node in nodes.All)
        {
            var there = new OAuthClient(node.Address);
            Assert.Equal(401, (await there.UseAsync("/demo/read", tokens.Text("access_token"))).Status);
            Assert.Equal("invalid_grant", (await there.RefreshAsync(tokens)).Body.Text("error"));
        }
        Assert.Equal(400, (await client.RedeemAsync(unredeemed)).Status);
        Assert.Empty((await other.GetAsync("/account")).Document.QuerySelectorAll("legend"));
    }

    /// <summary>The second use of a code ends what the first one gave (RFC 6749 §4.1.2).</summary>
    [Fact]
    public async Task A_code_that_is_presented_again_after_pruning_at_the_other_node_still_ends_its_family()
    {
        await using var nodes = await Nodes.StartAsync();
        var (browser, client) = (nodes.One.NewBrowser(), new OAuthClient(nodes.One.Address));
        var code = await client.AllowAsync(browser, await CodeFlowTests.ConsentAsync(browser, client));
        var (_, tokens) = await client.RedeemAsync(code);
        foreach (var node in nodes.All) node.Clock.Advance(TimeSpan.FromDays(2));
        await using (var scope = nodes.Other.Services.CreateAsyncScope())
        {
            var pruning = scope.ServiceProvider.GetRequiredService<IPruningModel>();
            await pruning.PruneAsync(nodes.Other.Clock.GetUtcNow(), 1000, TestContext.Current.CancellationToken);
        }
        Assert.Equal(400, (await client.RedeemAsync(code)).Status);
        foreach (var node in nodes.All)
            Assert.Equal("invalid_grant", (await new OAuthClient(node.Address).RefreshAsync(tokens)).Body.Text("error"));
    }

    /// <summary>A client assertion, or a DPoP proof: an attacker who has seen it sends it to the other node (RFC 7523 §5, RFC 9449
    /// §11.1).</summary>
    [Fact]
    public async Task A_message_is_used_once_on_both_nodes_together_also_at_the_same_moment()
    {
        await using var nodes = await Nodes.StartAsync();
        var ct = TestContext.Current.CancellationToken;
        Assert.True(await UseAsync(nodes.One, SecretHash.Of("first"), ct));
        Assert.False(await UseAsync(nodes.Other, SecretHash.Of("first"), ct));
        for (var round = 0; round < 30; round++)
        {
            var message = SecretHash.Of($"round {round}");
            var first = await Task.WhenAll(nodes.All.SelectMany(node =>
                Enumerable.Range(0, 4).Select(_ => Task.Run(() => UseAsync(node, message, ct), ct))));
            Assert.Single(first, isFirst => isFirst);
        }
    }

    /// <summary>A balancer and the proxy of each node: the client's address counts, and not theirs.</summary>
    [Fact]
    public async Task Behind_two_proxies_the_attempts_of_one_client_are_counted_on_both_nodes_and_block_that_client_alone()
    {
        await using var nodes = await Nodes.StartAsync(configuration =>
        {
            configuration.Server()["BehindTlsProxy"] = true;
            configuration.Server()["KnownProxies"] = new JsonArray("10.1.0.0/16");
        });
        for (var i = 0; i < 12; i++) await SignInAsync(nodes.All[i % 2], "wrong", $"198.51.100.4, 203.0.113.7, 10.1.2.{i}");
        foreach (var node in nodes.All)
        {
            var attacker = await SignInAsync(node, TestConfiguration.AlicePassword, "203.0.113.7, 10.1.9.9");
            Assert.Equal(429, (int)attacker.Status);
            Assert.Equal("/", (await SignInAsync(node, TestConfiguration.AlicePassword, "198.51.100.4, 10.1.2.1")).Location);
        }
    }

    /// <summary>Each node has its own queue of passwords, and its own share for each network.</summary>
    [Fact]
    public async Task A_flood_of_sign_ins_from_one_network_on_both_nodes_keeps_no_other_network_out()
    {
        var shields = Enumerable.Range(0, 2).Select(_ => new BruteForceShield(passwordsAtOnce: 1, passwordsWaiting: 4)).ToArray();
        await using var nodes = await Nodes.StartAsync(
            configuration => configuration.Server()["BehindTlsProxy"] = true, services: i => s => s.AddSingleton(shields[i]));
        var verified = new TaskCompletionSource<bool>();
        var floods = shields.Select(shield => Enumerable.Range(0, 80).Select(i => shield.VerifyPasswordAsync(
            $"user{i}", IPAddress.Parse("203.0.113.7"), _ => new(verified.Task),
            ct: TestContext.Current.CancellationToken).AsTask()).ToArray()).ToArray();

        var right = nodes.All.Select(node => SignInAsync(node, TestConfiguration.AlicePassword, "198.51.100.4")).ToArray();
        var deadline = System.Diagnostics.Stopwatch.StartNew();
        while (floods.Any(flood => flood.Count(attempt => attempt.IsCompleted) < 76) && deadline.Elapsed < TimeSpan.FromSeconds(30))
            await Task.Yield();
        verified.SetResult(false);
        foreach (var answer in right) Assert.Equal("/", (await answer).Location);
    }

    private static async Task<bool> UseAsync(TestServer node, SecretHash message, CancellationToken ct)
    {
        await using var scope = node.Services.CreateAsyncScope();
        var now = node.Clock.GetUtcNow();
        return await scope.ServiceProvider.GetRequiredService<IReplayModel>().UseOnceAsync(message, now, now.AddMinutes(2), ct);
    }

    private static async Task<Answer> SignInAsync(TestServer node, string password, string from)
    {
        var browser = new Browser(node.Address, from);
        return await browser.SignInAsync(await browser.GetAsync("/login"), "alice", password);
    }

    private static Browser CopyOf(TestServer node, Browser browser)
    {
        var copy = node.NewBrowser();
        foreach (var (name, value) in browser.Cookies) copy.Cookies[name] = value;
        return copy;
    }

    private sealed class Nodes(TestDatabase database, TestServer one, TestServer other) : IAsyncDisposable
    {
        internal TestServer One => one;

        internal TestServer Other => other;

        internal TestServer[] All => [one, other];

        internal static async Task<Nodes> StartAsync(
            Action<JsonObject>? change = null, TimeSpan ahead = default, Func<int, Action<IServiceCollection>>? services = null)
        {
            var database = await TestDatabase.CreateAsync(StoreProvider.PostgreSql);
            var now = TimeProvider.System.GetUtcNow();
            var one = await TestServer.StartAsync(Configure, services?.Invoke(0), new FakeTimeProvider(now + ahead));
            return new(database, one, await TestServer.StartAsync(Configure, services?.Invoke(1), new FakeTimeProvider(now)));

            void Configure(JsonObject configuration)
            {
                database.UseWithIssuer(configuration);
                change?.Invoke(configuration);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await one.DisposeAsync();
            await other.DisposeAsync();
            await database.DisposeAsync();
        }
    }
}
