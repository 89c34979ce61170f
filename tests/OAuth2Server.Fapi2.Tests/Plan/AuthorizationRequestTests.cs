namespace OAuth2Server.Fapi2.Tests.Plan;

/// <summary>Authorization requests that the profile refuses (FAPI 2.0 §5.3.2.2).</summary>
public sealed class AuthorizationRequestTests
{
    [Theory, Module("ensure-registered-redirect-uri")]
    [InlineData("https://attacker.example/cb")]
    [InlineData(TestConfiguration.Callback + "/more")]
    [InlineData(TestConfiguration.Callback + "?added=1")]
    public async Task A_redirect_uri_that_is_not_registered_is_refused_at_the_push(string redirectUri)
    {
        await using var site = await Fapi2Site.StartAsync();

        (await site.NewClient().Push(("redirect_uri", redirectUri)).SendAsync()).Refused("invalid_request");
    }

    [Fact, Module("ensure-redirect-uri-in-authorization-request")]
    public async Task A_request_without_a_redirect_uri_is_refused_at_the_push_even_with_one_registered()
    {
        await using var site = await Fapi2Site.StartAsync();

        (await site.NewClient().Push(("redirect_uri", null)).SendAsync()).Refused("invalid_request");
    }

    [Fact, Module("ensure-unsigned-authorization-request-without-using-par-fails")]
    public async Task A_request_that_was_not_pushed_is_refused_without_a_code()
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();
        var url = Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString("/oauth2/authorize", client.Request());

        var answer = await client.VisitAsync(site.Server.NewBrowser(), url);

        var received = Fapi2Client.Received(answer);
        Assert.Equal(("invalid_request", client.State), (received["error"], received["state"]));
        Assert.DoesNotContain("code", received.Keys);
    }

    [Theory, Module("ensure-response-type-code-idtoken-fails"), Module("ensure-response-type-token-fails")]
    [InlineData("code id_token")]
    [InlineData("token")]
    [InlineData("id_token")]
    public async Task A_response_type_with_a_token_is_refused_at_the_push(string type)
    {
        await using var site = await Fapi2Site.StartAsync();

        (await site.NewClient().Push(("response_type", type)).SendAsync()).Refused("unsupported_response_type");
    }
}
