namespace OAuth2Server.Fapi2.Tests.Plan;

/// <summary>Token requests that the profile refuses (FAPI 2.0 §5.3.2.1).</summary>
public sealed class TokenRequestTests
{
    [Fact, Module("ensure-client-id-in-token-endpoint")]
    public async Task The_name_of_another_client_with_the_signature_of_this_one_is_refused()
    {
        await using var site = await Fapi2Site.StartAsync();
        var (client, other) = (site.NewClient(), site.NewOther());
        var code = await client.CodeAsync();

        var redeem = client.Redeem(code);
        redeem.Form["client_id"] = other.Id;
        (redeem.Assertion!.Claims["iss"], redeem.Assertion.Claims["sub"]) = (other.Id, other.Id);
        (await redeem.SendAsync()).Refused("invalid_client");

        redeem = client.Redeem(code);
        redeem.Form["client_id"] = other.Id;
        (await redeem.SendAsync()).Refused("invalid_client");
        // The assertion names the client (RFC 7521 §4.2).
        (await client.Redeem(code).SendAsync()).Accepted();
    }

    [Fact, Module("ensure-holder-of-key-required")]
    public async Task A_code_without_a_proof_of_possession_is_refused_and_stays_valid()
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();
        var code = await client.CodeAsync();
        var redeem = client.Redeem(code);
        redeem.Proof = null;

        (await redeem.SendAsync()).Refused("invalid_request");

        (await client.Redeem(code).SendAsync()).Accepted();
    }

    [Fact, Module("ensure-authorization-code-is-bound-to-client")]
    public async Task A_code_of_another_client_is_refused()
    {
        await using var site = await Fapi2Site.StartAsync();
        var (client, other) = (site.NewClient(), site.NewOther());
        var redeem = other.Redeem(await client.CodeAsync());
        redeem.Form["code_verifier"] = client.Verifier;

        (await redeem.SendAsync()).Refused("invalid_grant");
    }

    [Fact, Module("attempt-reuse-authorization-code-after-one-second")]
    public async Task A_code_that_is_used_again_after_a_second_is_refused_and_ends_its_tokens()
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();
        var code = await client.CodeAsync();
        var tokens = (await client.Redeem(code).SendAsync()).Accepted();
        (await client.Use(tokens.Text("access_token")).SendAsync()).Accepted();

        site.Server.Clock.Advance(TimeSpan.FromSeconds(1));

        (await client.Redeem(code).SendAsync()).Refused("invalid_grant");
        (await client.Use(tokens.Text("access_token")).SendAsync()).Refused("invalid_token");
    }

    [Theory, Module("ensure-token-endpoint-fails-with-expired-auth-code")]
    [InlineData(59, true)]
    [InlineData(61, false)]
    public async Task A_code_is_valid_for_60_seconds_at_the_most(int seconds, bool valid)
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();
        var code = await client.CodeAsync();

        site.Server.Clock.Advance(TimeSpan.FromSeconds(seconds));

        var reply = await client.Redeem(code).SendAsync();
        if (valid) reply.Accepted();
        else reply.Refused("invalid_grant");
    }

    [Fact, Module("ensure-client-assertion-in-token-endpoint")]
    public async Task A_code_without_client_authentication_is_refused()
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();
        var redeem = client.Redeem(await client.CodeAsync());
        (redeem.Assertion, redeem.Form["client_id"]) = (null, client.Id);

        (await redeem.SendAsync()).Refused("invalid_client");
    }
}
