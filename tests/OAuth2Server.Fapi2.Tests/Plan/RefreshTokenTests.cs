namespace OAuth2Server.Fapi2.Tests.Plan;

/// <summary>Refresh tokens of confidential clients (FAPI 2.0 §5.3.2.1).</summary>
public sealed class RefreshTokenTests
{
    [Fact, Module("refresh-token")]
    public async Task A_refresh_token_is_not_rotated_and_works_again_after_a_lost_answer()
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();
        var tokens = await client.TokensAsync();
        var token = tokens.Text("refresh_token");
        Assert.DoesNotContain(token, c => c is < ' ' or > '~');

        var first = (await client.Refresh(token).SendAsync()).Accepted().Json;
        site.Server.Clock.Advance(TimeSpan.FromSeconds(30));
        var second = (await client.Refresh(token).SendAsync()).Accepted().Json;

        foreach (var answer in new[] { first, second })
        {
            Assert.True(!answer.TryGetProperty("refresh_token", out var fresh) || fresh.GetString() == token);
            Assert.Equal("DPoP", answer.Text("token_type"));
            (await client.Use(answer.Text("access_token")).SendAsync()).Accepted();
            Assert.Equal((await client.IdTokenAsync(tokens)).Subject, (await client.IdTokenAsync(answer)).Subject);
        }
    }

    [Fact, Module("refresh-token")]
    public async Task A_refresh_token_is_refused_without_authentication_without_a_proof_and_for_another_client()
    {
        await using var site = await Fapi2Site.StartAsync();
        var (client, other) = (site.NewClient(), site.NewOther());
        var token = (await client.TokensAsync()).Text("refresh_token");

        var refresh = client.Refresh(token);
        (refresh.Assertion, refresh.Form["client_id"]) = (null, client.Id);
        (await refresh.SendAsync()).Refused("invalid_client");
        refresh = client.Refresh(token);
        refresh.Proof = null;
        (await refresh.SendAsync()).Refused("invalid_request");
        (await other.Refresh(token).SendAsync()).Refused("invalid_grant");

        (await client.Refresh(token).SendAsync()).Accepted();
    }

    /// <summary>The refresh token is bound to the authentication of its client, and the access token to the key of this request.</summary>
    [Fact, Module("refresh-token")]
    public async Task A_client_can_refresh_with_a_new_key_and_the_fresh_token_needs_this_key()
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();
        var tokens = await client.TokensAsync();

        client.ProofKey = ClientKey.NewEcdsa();
        var fresh = (await client.Refresh(tokens.Text("refresh_token")).SendAsync()).Accepted();

        (await client.Use(fresh.Text("access_token")).SendAsync()).Accepted();
        (await client.Use(tokens.Text("access_token")).SendAsync()).Refused("invalid_token");
    }
}
