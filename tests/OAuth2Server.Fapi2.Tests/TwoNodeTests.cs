using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace OAuth2Server.Fapi2.Tests;

/// <summary>Two nodes on one PostgreSQL: what was used at one of them is used at the other.</summary>
public sealed class TwoNodeTests
{
    [Fact]
    public async Task A_proof_that_was_used_at_one_node_is_refused_at_the_other()
    {
        await using var nodes = await Nodes.StartAsync();
        var (one, other) = nodes.NewClients();
        var token = (await one.TokensAsync()).Text("access_token");
        var (use, again) = (one.Use(token), other.Use(token));
        again.Proof = use.Proof;

        (await use.SendAsync()).Accepted();

        (await again.SendAsync()).Refused("invalid_dpop_proof", 401);
        (await other.Use(token).SendAsync()).Accepted();
    }

    [Fact]
    public async Task A_proof_that_was_used_at_the_token_endpoint_of_one_node_is_refused_at_the_other()
    {
        await using var nodes = await Nodes.StartAsync();
        var (one, other) = nodes.NewClients();
        var (first, second) = (await one.CodeAsync(), await one.CodeAsync());
        var (redeem, again) = (one.Redeem(first), other.Redeem(second));
        again.Proof = redeem.Proof;

        (await redeem.SendAsync()).Accepted();

        (await again.SendAsync()).Refused("invalid_dpop_proof");
        (await other.Redeem(second).SendAsync()).Accepted();
    }

    [Fact]
    public async Task An_assertion_that_was_used_at_one_node_is_refused_at_the_other()
    {
        await using var nodes = await Nodes.StartAsync();
        var (one, other) = nodes.NewClients();
        var (push, again) = (one.Push(), other.Push());
        again.Assertion = push.Assertion;

        (await push.SendAsync()).Accepted(201);

        (await again.SendAsync()).Refused("invalid_client");
    }

    [Fact]
    public async Task Of_many_pushes_with_one_assertion_on_both_nodes_one_is_accepted()
    {
        await using var nodes = await Nodes.StartAsync();
        var (one, other) = nodes.NewClients();
        var assertion = one.Assertion();

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => SendAsync(i % 2 == 0 ? one : other)));

        Assert.Single(replies, reply => reply.Status == 201);
        Assert.All(replies.Where(reply => reply.Status != 201), reply => reply.Refused("invalid_client"));

        Task<Reply> SendAsync(Fapi2Client client)
        {
            var push = client.Push();
            push.Assertion = assertion;
            return push.SendAsync();
        }
    }

    [Fact]
    public async Task A_nonce_of_one_node_is_accepted_at_the_other()
    {
        await using var nodes = await Nodes.StartAsync(server => server["DPoP"] = new JsonObject { ["RequireNonce"] = true });
        var (one, other) = nodes.NewClients();
        var code = await one.CodeAsync();

        var demand = await one.Redeem(code).SendAsync();
        demand.Refused("use_dpop_nonce");
        var redeem = other.Redeem(code);
        redeem.Proof!.Claims["nonce"] = demand.DPoPNonce;
        var tokens = (await redeem.SendAsync()).Accepted();

        Assert.NotNull(tokens.DPoPNonce);
        var use = other.Use(tokens.Text("access_token"));
        demand = await use.SendAsync();
        demand.Refused("use_dpop_nonce", 401);
        use = one.Use(tokens.Text("access_token"));
        use.Proof!.Claims["nonce"] = demand.DPoPNonce;
        (await use.SendAsync()).Accepted();
    }

    [Fact]
    public async Task A_nonce_of_another_server_is_refused()
    {
        await using var nodes = await Nodes.StartAsync(server => server["DPoP"] = new JsonObject { ["RequireNonce"] = true });
        await using var stranger = await Fapi2Site.StartAsync(server =>
        {
            server["Issuer"] = TestDatabase.Issuer;
            server["DPoP"] = new JsonObject { ["RequireNonce"] = true };
        });
        var (one, _) = nodes.NewClients();
        var code = await one.CodeAsync();
        var foreign = stranger.NewClient();

        var redeem = one.Redeem(code);
        redeem.Proof!.Claims["nonce"] = (await foreign.Redeem("any").SendAsync()).DPoPNonce;

        (await redeem.SendAsync()).Refused("use_dpop_nonce");
    }

    [Fact]
    public async Task A_request_that_was_pushed_at_one_node_gives_one_code_at_the_other()
    {
        await using var nodes = await Nodes.StartAsync();
        var (one, other) = nodes.NewClients();
        var url = one.AuthorizeUrl(await one.PushedAsync());

        var received = Fapi2Client.Received(await other.VisitAsync(nodes.Other.Server.NewBrowser(), url));

        Assert.Equal(one.State, received["state"]);
        foreach (var (client, node) in new[] { (one, nodes.One), (other, nodes.Other) })
        {
            var again = await client.VisitAsync(node.Server.NewBrowser(), url);
            if (again.Location is not null) Assert.DoesNotContain("code", Fapi2Client.Received(again).Keys);
        }
        (await one.Redeem(received["code"]).SendAsync()).Accepted();
    }

    /// <summary>A user with two windows: each node has one, and both are allowed at the same time.</summary>
    [Fact]
    public async Task Two_users_who_allow_one_request_at_both_nodes_at_the_same_time_get_one_code()
    {
        await using var nodes = await Nodes.StartAsync();
        var (one, other) = nodes.NewClients();
        for (var round = 0; round < 10; round++)
        {
            var url = one.AuthorizeUrl(await one.PushedAsync());
            var answers = await Task.WhenAll(
                one.VisitAsync(nodes.One.Server.NewBrowser(), url), other.VisitAsync(nodes.Other.Server.NewBrowser(), url));

            Assert.Single(answers, answer => answer.Location?.Contains("code=", StringComparison.Ordinal) == true);
        }
    }

    private sealed class Nodes(TestDatabase database, Fapi2Site one, Fapi2Site other) : IAsyncDisposable
    {
        internal Fapi2Site One => one;

        internal Fapi2Site Other => other;

        internal static async Task<Nodes> StartAsync(Action<JsonObject>? change = null)
        {
            var database = await TestDatabase.CreateAsync("PostgreSql");
            var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
            return new(database, await Fapi2Site.StartAsync(change, database, clock), await Fapi2Site.StartAsync(change, database, clock));
        }

        /// <summary>One client that uses both nodes.</summary>
        internal (Fapi2Client One, Fapi2Client Other) NewClients()
        {
            var client = one.NewClient();
            return (client, client.At(other.Server));
        }

        public async ValueTask DisposeAsync()
        {
            await one.DisposeAsync();
            await other.DisposeAsync();
            await database.DisposeAsync();
        }
    }
}
