using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace OAuth2Server.OpenIdConnect.Tests.Logout;

/// <summary>Back-Channel Logout OP: the modules of the certification suite, and what a client must never receive.</summary>
[RfcSection("OpenID Back-Channel Logout", "2.4")]
[RfcSection("OpenID Back-Channel Logout", "2.5")]
public sealed class BackChannelLogoutTests
{
    private const string Event = "http://schemas.openid.net/event/backchannel-logout";

    [Fact, Module("oidcc-backchannel-rp-initiated-logout")]
    public async Task A_logout_sends_each_client_of_the_session_one_logout_token()
    {
        await using var receiver = await LogoutReceiver.StartAsync();
        await using var server = await LogoutSite.StartAsync(receiver);
        var (browser, web, other) = (server.NewBrowser(), server.NewClient(), server.NewOtherClient());
        var tokens = await web.SignInAsync(browser);
        var (atWeb, atOther) = (await web.IdTokenAsync(tokens), await other.IdTokenAsync(await other.SignInAsync(browser)));
        Assert.NotEqual(atWeb.GetClaim("sid").Value, atOther.GetClaim("sid").Value);

        var session = Assert.Single(await LogoutSite.SessionsAsync(server));
        await browser.GetAsync(LogoutSite.Url(
            ("id_token_hint", RelyingParty.Text(tokens, "id_token")), ("post_logout_redirect_uri", LogoutSite.After)));
        LogoutMessage[] messages = [await receiver.NextAsync(), await receiver.NextAsync()];

        await IsLogoutAsync(server, web, messages.Single(message => message.Path == "/web"), atWeb);
        await IsLogoutAsync(server, other, messages.Single(message => message.Path == "/other"), atOther);
        await LogoutSite.FinishedAsync(server, session);
        Assert.Equal(2, receiver.All.Count);
        await Eventually.LogsAsync(server, "Client web was sent a logout token");
        Assert.DoesNotContain(messages[0].Text, server.Log.Text, StringComparison.Ordinal);
    }

    [Fact, Module("oidcc-backchannel-logout-discovery-endpoint-verification")]
    public async Task The_metadata_says_that_clients_are_informed_and_of_which_session()
    {
        await using var server = await LogoutSite.StartAsync();
        var metadata = await server.NewClient().GetJsonAsync("/.well-known/openid-configuration");

        Assert.True(metadata.GetProperty("backchannel_logout_supported").GetBoolean());
        Assert.True(metadata.GetProperty("backchannel_logout_session_supported").GetBoolean());
        Assert.False(metadata.GetProperty("frontchannel_logout_supported").GetBoolean());
        Assert.Contains("sid", metadata.GetProperty("claims_supported").EnumerateArray().Select(claim => claim.GetString()));
    }

    [Fact]
    public async Task The_end_of_one_session_is_sent_for_this_session_only()
    {
        await using var receiver = await LogoutReceiver.StartAsync();
        await using var server = await LogoutSite.StartAsync(receiver);
        var (first, second) = (server.NewBrowser(), server.NewBrowser());
        var (one, two) = (server.NewClient(), server.NewClient());
        await one.SignInAsync(first);
        var kept = await two.IdTokenAsync(await two.SignInAsync(second));

        await second.SubmitAsync(await second.GetAsync("/account"), "other_sessions");
        var message = await receiver.NextAsync();
        Assert.NotEqual(kept.GetClaim("sid").Value, message.Token.GetClaim("sid").Value);
        Assert.True(await LogoutSite.IsSignedInAsync(second));

        await second.SubmitAsync(await second.GetAsync("/logout"), "_logout");
        Assert.Equal(kept.GetClaim("sid").Value, (await receiver.NextAsync()).Token.GetClaim("sid").Value);
    }

    [Fact]
    public async Task A_second_sign_in_of_the_same_user_keeps_the_session_and_another_user_ends_it()
    {
        await using var receiver = await LogoutReceiver.StartAsync();
        await using var server = await LogoutSite.StartAsync(receiver);
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        var before = await client.IdTokenAsync(await client.SignInAsync(browser));
        var cookie = browser.Cookies[browser.CookieName("session")!];
        server.Clock.Advance(TimeSpan.FromMinutes(2));

        var page = await browser.FollowAsync(await browser.GetAsync(client.AuthorizeUrl(("prompt", "login"))));
        var after = await client.IdTokenAsync(await client.TokensAsync(await RelyingParty.AnswerPagesAsync(browser, page)));

        Assert.Equal(before.GetClaim("sid").Value, after.GetClaim("sid").Value);
        Assert.True(after.GetPayloadValue<long>("auth_time") > before.GetPayloadValue<long>("auth_time"));
        var copy = server.NewBrowser();
        copy.Cookies[browser.CookieName("session")!] = cookie;
        Assert.False(await LogoutSite.IsSignedInAsync(copy));
        Assert.Single(await LogoutSite.SessionsAsync(server));

        page = await browser.FollowAsync(await browser.GetAsync(client.AuthorizeUrl(("prompt", "login"))));
        await browser.FollowAsync(await browser.SignInAsync(page, "bob", TestConfiguration.BobPassword));
        Assert.Equal(before.GetClaim("sid").Value, (await receiver.NextAsync()).Token.GetClaim("sid").Value);
        Assert.Single(receiver.All);
    }

    [Fact]
    public async Task A_code_that_is_redeemed_after_the_logout_informs_the_client_too()
    {
        await using var receiver = await LogoutReceiver.StartAsync();
        await using var server = await LogoutSite.StartAsync(receiver);
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        var code = client.Received(await client.AuthorizeAsync(browser))["code"];
        await browser.SubmitAsync(await browser.GetAsync("/logout"), "_logout");

        var (status, tokens) = await client.RedeemAsync(code);
        Assert.Equal(200, status);
        var expected = await client.IdTokenAsync(tokens);
        Assert.Equal(expected.GetClaim("sid").Value, (await receiver.NextAsync(server)).Token.GetClaim("sid").Value);
    }

    [Fact]
    public async Task A_client_without_an_address_is_sent_nothing_and_a_plain_oauth_client_is_not_in_the_queue()
    {
        await using var server = await LogoutSite.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        await client.SignInAsync(browser, ("scope", "read"));
        var session = Assert.Single(await LogoutSite.SessionsAsync(server));
        Assert.Empty(await LogoutSite.ClientsAsync(server, session));

        await server.NewClient().SignInAsync(browser, ("scope", "openid"));
        Assert.Single(await LogoutSite.ClientsAsync(server, session));
        await browser.SubmitAsync(await browser.GetAsync("/logout"), "_logout");
        await LogoutSite.FinishedAsync(server, session);
        Assert.DoesNotContain("logout token", server.Log.Text, StringComparison.Ordinal);
    }

    // OpenID Connect Back-Channel Logout 1.0 §2.4 and §2.5.
    private static async Task IsLogoutAsync(TestServer server, RelyingParty client, LogoutMessage message, JsonWebToken signedIn)
    {
        Assert.Equal(("POST", "application/x-www-form-urlencoded"), (message.Method, message.ContentType));
        Assert.Equal(["logout_token"], message.Fields);
        Assert.Equal("", message.Cookie);
        var keys = new JsonWebKeySet((await client.GetJsonAsync("/oauth2/jwks")).GetRawText());
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(message.Text, new()
        {
            ValidIssuer = server.Address,
            ValidAudience = client.Id,
            IssuerSigningKeys = keys.GetSigningKeys(),
            ValidTypes = ["logout+jwt"],
            ClockSkew = TimeSpan.FromMinutes(5),
        });
        Assert.True(result.IsValid, result.Exception?.Message);
        var token = message.Token;
        Assert.Equal(signedIn.Alg, token.Alg);
        Assert.Equal((signedIn.Subject, signedIn.GetClaim("sid").Value), (token.Subject, token.GetClaim("sid").Value));
        Assert.InRange(token.ValidTo - token.IssuedAt, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2));
        Assert.True(token.Id.Length >= 16);
        using var payload = JsonDocument.Parse(Base64UrlEncoder.Decode(token.EncodedPayload));
        Assert.Equal(
            ["iss", "sub", "aud", "iat", "exp", "jti", "sid", "events"], payload.RootElement.EnumerateObject().Select(m => m.Name));
        Assert.Equal("{\"" + Event + "\":{}}", payload.RootElement.GetProperty("events").GetRawText());
    }
}
