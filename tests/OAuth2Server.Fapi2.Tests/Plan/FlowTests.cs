using System.Text.Json;
using System.Text.Json.Nodes;

namespace OAuth2Server.Fapi2.Tests.Plan;

/// <summary>The flow of a client that makes no mistake, and the values that travel through it.</summary>
public sealed class FlowTests
{
    [Theory, Module("happy-flow")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_pushes_its_request_and_gets_tokens_that_work_with_its_key_only(bool other)
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = other ? site.NewOther() : site.NewClient();

        var pushed = (await client.Push().SendAsync()).Accepted(201);
        Assert.StartsWith("urn:ietf:params:oauth:request_uri:", pushed.Text("request_uri"), StringComparison.Ordinal);
        Assert.InRange(pushed.Json.GetProperty("expires_in").GetInt32(), 5, 599);
        var received = Fapi2Client.Received(
            await client.VisitAsync(site.Server.NewBrowser(), client.AuthorizeUrl(pushed.Text("request_uri"))));
        Assert.Equal((client.State, client.Issuer), (received["state"], received["iss"]));
        Assert.Equal(["code", "iss", "state"], received.Keys.Order(StringComparer.Ordinal));
        // 128 bits as the suite counts them: 6 bits for each character.
        Assert.True(received["code"].Length * 6 >= 128);

        var tokens = (await client.Redeem(received["code"]).SendAsync()).Accepted().Json;
        Assert.Equal("DPoP", tokens.Text("token_type"));
        Assert.True(tokens.GetProperty("expires_in").GetInt32() > 0);
        Assert.Equal(client.Nonce, (await client.IdTokenAsync(tokens)).GetClaim("nonce").Value);
        (await client.Use(tokens.Text("access_token")).SendAsync()).Accepted();
        client.ProofKey = ClientKey.NewEcdsa();
        (await client.Use(tokens.Text("access_token")).SendAsync()).Refused("invalid_token");
    }

    [Fact, Module("user-rejects-authentication")]
    public async Task A_user_who_denies_sends_the_client_access_denied()
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();

        var denied = await client.VisitAsync(site.Server.NewBrowser(), client.AuthorizeUrl(await client.PushedAsync()), "deny");

        var received = Fapi2Client.Received(denied);
        Assert.Equal(("access_denied", client.State, client.Issuer), (received["error"], received["state"], received["iss"]));
        Assert.DoesNotContain("code", received.Keys);
    }

    [Fact, Module("ensure-authorization-request-without-state-success")]
    public async Task A_request_without_a_state_is_answered_without_one()
    {
        await using var site = await Fapi2Site.StartAsync();

        var received = await site.NewClient().AuthorizedAsync(("state", null));

        Assert.Equal(["code", "iss"], received.Keys.Order(StringComparer.Ordinal));
    }

    [Fact, Module("ensure-authorization-request-without-nonce-success")]
    public async Task A_request_without_a_nonce_gets_an_id_token_without_one()
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();

        var token = await client.IdTokenAsync(await client.TokensAsync(("nonce", null)));

        Assert.False(token.TryGetClaim("nonce", out _));
    }

    [Theory, Module("ensure-authorization-request-with-64-char-nonce-success"), Module("ensure-authorization-request-with-long-nonce")]
    [InlineData(64)]
    [InlineData(384)]
    public async Task A_long_nonce_comes_back_whole(int length)
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();
        var nonce = string.Concat(Enumerable.Repeat(Fapi2Client.Random(), 9))[..length];

        var token = await client.IdTokenAsync(await client.TokensAsync(("nonce", nonce)));

        Assert.Equal(nonce, token.GetClaim("nonce").Value);
    }

    [Fact, Module("ensure-authorization-request-with-long-state")]
    public async Task A_state_of_1000_characters_comes_back_whole()
    {
        await using var site = await Fapi2Site.StartAsync();
        var state = new string('s', 1000);

        Assert.Equal(state, (await site.NewClient().AuthorizedAsync(("state", state)))["state"]);
    }

    [Fact, Module("ensure-other-scope-order-succeeds")]
    public async Task The_order_of_the_scopes_does_not_matter()
    {
        await using var site = await Fapi2Site.StartAsync();

        var tokens = await site.NewClient().TokensAsync(("scope", "offline_access read openid"));

        Assert.Equal(["offline_access", "openid", "read"], tokens.Text("scope").Split(' ').Order(StringComparer.Ordinal));
        Assert.True(tokens.TryGetProperty("id_token", out _));
    }

    [Fact, Module("test-claims-parameter-identity-claims")]
    public async Task Claims_that_the_request_names_are_in_the_user_info_and_unknown_ones_are_ignored()
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();
        var document = await client.GetJsonAsync("/.well-known/openid-configuration");
        Assert.True(document.GetProperty("claims_parameter_supported").GetBoolean());
        const string Claims = """
            { "userinfo": { "preferred_username": { "essential": true }, "random_claim": null },
              "id_token": { "auth_time": { "essential": true }, "other_random": { "value": "x" } } }
            """;

        var tokens = await client.TokensAsync(("scope", "openid profile"), ("claims", Claims));
        var user = (await client.Use(tokens.Text("access_token"), "/oauth2/userinfo").SendAsync()).Accepted().Json;

        var token = await client.IdTokenAsync(tokens);
        Assert.True(token.TryGetClaim("auth_time", out _));
        Assert.False(token.TryGetClaim("other_random", out _));
        Assert.Equal((token.Subject, "alice"), (user.Text("sub"), user.Text("preferred_username")));
    }

    [Theory, Module("happy-flow")]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task The_flow_is_the_same_on_every_store(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var site = await Fapi2Site.StartAsync(database: database);
        var client = site.NewClient();

        var tokens = await client.TokensAsync();
        var fresh = (await client.Refresh(tokens.Text("refresh_token")).SendAsync()).Accepted().Json;

        Assert.Equal("DPoP", fresh.Text("token_type"));
    }
}
