using System.Text.Json.Nodes;

namespace OAuth2Server.Fapi2.Tests.Plan;

/// <summary>Client assertions, at the token endpoint and at the push (RFC 7523, RFC 10070 §4, §5).</summary>
public sealed class ClientAssertionTests
{
    [Fact, Module("ensure-signed-client-assertion-with-RS256-fails")]
    public async Task An_assertion_with_RS256_is_refused()
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewOther();
        var redeem = client.Redeem(await client.CodeAsync());
        redeem.Assertion!.Header["alg"] = "RS256";

        (await redeem.SendAsync()).Refused("invalid_client");
    }

    [Fact, Module("ensure-client-assertion-with-exp-is-5-minutes-in-past-fails")]
    public async Task An_assertion_that_expired_five_minutes_ago_is_refused()
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();
        var redeem = client.Redeem(await client.CodeAsync());
        redeem.Assertion!.Claims["exp"] = client.Now - 300;

        (await redeem.SendAsync()).Refused("invalid_client");
    }

    [Theory, Module("ensure-client-assertion-with-wrong-aud-fails")]
    [InlineData("https://other.example")]
    [InlineData("/")]
    [InlineData(null)]
    public async Task An_assertion_for_another_server_is_refused(string? audience)
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();
        var redeem = client.Redeem(await client.CodeAsync());
        redeem.Assertion!.Claims["aud"] = audience == "/" ? client.Issuer + "/" : audience;

        (await redeem.SendAsync()).Refused("invalid_client");
    }

    /// <summary>Without this check, a request object could authenticate its client.</summary>
    [Fact, Module("ensure-client-assertion-with-no-sub-fails")]
    public async Task An_assertion_without_a_subject_is_refused()
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();
        var redeem = client.Redeem(await client.CodeAsync());
        redeem.Assertion!.Claims.Remove("sub");

        (await redeem.SendAsync()).Refused("invalid_client");
    }

    [Theory]
    [Module("par-ensure-jwt-client-assertions-nbf-8-seconds-in-the-future-is-accepted")]
    [Module("par-ensure-jwt-client-assertions-nbf-over-60-seconds-in-the-future-fails")]
    [InlineData(8, true)]
    [InlineData(10, true)]
    [InlineData(70, false)]
    public async Task A_push_takes_an_assertion_from_a_clock_that_is_seconds_ahead_and_not_a_minute(int seconds, bool valid)
    {
        await using var site = await Fapi2Site.StartAsync();
        var push = site.NewClient().Push();
        push.Assertion!.Move(seconds, "iat", "nbf", "exp");

        var reply = await push.SendAsync();

        if (valid) reply.Accepted(201);
        else reply.Refused("invalid_client");
    }

    [Fact, Module("par-test-array-as-audience-fails")]
    public async Task A_push_with_an_array_as_audience_is_refused()
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();
        string[][] audiences = [[client.Issuer, "https://other.example"], [client.Issuer]];

        foreach (var audience in audiences)
        {
            var push = client.Push();
            push.Assertion!.Claims["aud"] = new JsonArray([.. audience.Select(item => JsonValue.Create(item))]);
            (await push.SendAsync()).Refused("invalid_client");
        }
    }

    [Theory, Module("par-test-par-endpoint-url-as-audience-fails"), Module("par-test-token-endpoint-url-as-audience-fails")]
    [InlineData("/oauth2/par")]
    [InlineData("/oauth2/token")]
    public async Task A_push_with_an_endpoint_as_audience_is_refused(string endpoint)
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();
        var push = client.Push();
        push.Assertion!.Claims["aud"] = client.Issuer + endpoint;

        (await push.SendAsync()).Refused("invalid_client");
    }

    /// <summary>An attacker who sees an assertion must not use it again (RFC 7523 §3).</summary>
    [Fact]
    public async Task An_assertion_is_accepted_once()
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();
        var (push, again) = (client.Push(), client.Push());
        again.Assertion = push.Assertion;

        (await push.SendAsync()).Accepted(201);

        (await again.SendAsync()).Refused("invalid_client");
    }
}
