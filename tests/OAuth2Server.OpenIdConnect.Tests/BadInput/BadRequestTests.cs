using System.Text;

namespace OAuth2Server.OpenIdConnect.Tests.BadInput;

/// <summary>Authentication requests that are wrong: each gets the registered error, and the client its state.</summary>
[RfcSection("OpenID Core", "3.1.2.6")]
public sealed class BadRequestTests
{
    public static TheoryData<string, string> Wrong()
    {
        (string, string)[] wrong =
        [
            ("prompt", "none login"), ("prompt", "none consent"), ("prompt", "create"), ("prompt", "Login"), ("prompt", "unknown"),
            ("max_age", "-1"), ("max_age", "1.5"), ("max_age", "ten"), ("max_age", "99999999999999999999"), ("max_age", "+1"),
            ("claims", "[]"), ("claims", "null"), ("claims", "{"), ("claims", """{"userinfo":[]}"""), ("claims", """{"id_token":"sub"}"""),
            ("claims", """{"userinfo":{"name":"yes"}}"""), ("claims", """{"userinfo":{"name":{"essential":"yes"}}}"""),
            ("claims", """{"userinfo":{"name":{"values":"a"}}}"""), ("claims", """{"userinfo":{"name":null,"name":null}}"""),
            ("claims", """{"userinfo":{"\ud800":null}}"""), ("claims", Deep(100)),
            ("claims", """{"userinfo":{"sub":{"value":"alice"}},"id_token":{"sub":{"value":"bob"}}}"""),
            ("response_mode", "fragment"), ("response_mode", "unknown"),
            ("id_token_hint", "x"), ("id_token_hint", "a.b.c"), ("nonce", new string('n', 1025)),
        ];
        return new(wrong);
    }

    [Theory, MemberData(nameof(Wrong))]
    public async Task A_wrong_parameter_is_invalid_request(string name, string value)
    {
        await using var server = await Site.StartAsync();
        var client = server.NewClient();

        var received = client.Received(await server.NewBrowser().GetAsync(client.AuthorizeUrl((name, value))));

        Assert.Equal(("invalid_request", client.State), (received["error"], received["state"]));
    }

    [Theory]
    [InlineData("prompt", "unknown")]
    [InlineData("prompt", "none login")]
    [InlineData("claims", "[]")]
    [InlineData("id_token_hint", "x")]
    public async Task A_plain_OAuth_request_is_not_broken_by_a_parameter_of_OpenID_Connect(string name, string value)
    {
        await using var server = await Site.StartAsync();
        var client = server.NewClient();

        var tokens = await client.SignInAsync(server.NewBrowser(), ("scope", "read offline_access"), (name, value));

        Assert.False(tokens.TryGetProperty("id_token", out _));
    }

    /// <summary>These are parameters of OAuth too: to ignore them would give a token that is not as the client asked for it.</summary>
    [Theory]
    [InlineData("max_age", "ten", "invalid_request")]
    [InlineData("request", "x", "request_not_supported")]
    [InlineData("request_uri", "x", "request_uri_not_supported")]
    [RfcSection("RFC 9470", "4")]
    [RfcSection("RFC 9101", "7")]
    public async Task A_plain_OAuth_request_is_refused_for_a_parameter_of_OAuth(string name, string value, string error)
    {
        await using var server = await Site.StartAsync();
        var client = server.NewClient();

        var received = client.Received(
            await server.NewBrowser().GetAsync(client.AuthorizeUrl(("scope", "read offline_access"), (name, value))));

        Assert.Equal((error, client.State), (received["error"], received["state"]));
    }

    [Fact]
    public async Task A_plain_OAuth_request_with_prompt_consent_shows_the_consent_page()
    {
        await using var server = await Site.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        await client.SignInAsync(browser, ("scope", "read offline_access"));

        var page = await browser.FollowAsync(
            await browser.GetAsync(client.AuthorizeUrl(("scope", "read offline_access"), ("prompt", "consent"))));

        Assert.True(RelyingParty.IsConsent(page));
    }

    [Fact]
    public async Task An_id_token_hint_of_another_client_or_issuer_or_without_signature_is_refused()
    {
        await using var server = await Site.StartAsync();
        await using var foreign = await Site.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        var tokens = await client.SignInAsync(browser);
        var own = RelyingParty.Text(tokens, "id_token");
        var other = RelyingParty.Text(await server.NewOtherClient().SignInAsync(browser), "id_token");
        var elsewhere = RelyingParty.Text(await foreign.NewClient().SignInAsync(foreign.NewBrowser()), "id_token");
        var unsigned = Encode("""{"typ":"JWT","alg":"none"}""") + "." + own.Split('.')[1] + ".";
        var changed = own[..^8] + (own[^8] == 'A' ? 'B' : 'A') + own[^7..];
        // A JWT of the server that is no ID token.
        var accessToken = RelyingParty.Text(tokens, "access_token");

        foreach (var hint in new[] { other, elsewhere, unsigned, changed, accessToken })
        {
            var received = client.Received(await browser.GetAsync(client.AuthorizeUrl(("prompt", "none"), ("id_token_hint", hint))));
            Assert.Equal("invalid_request", received["error"]);
        }
    }

    [Fact]
    public async Task Another_user_than_the_claims_name_is_login_required()
    {
        await using var server = await Site.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        await client.SignInAsync(browser);

        var received = client.Received(await browser.GetAsync(
            client.AuthorizeUrl(("prompt", "none"), ("claims", """{"id_token":{"sub":{"value":"bob"}}}"""))));

        Assert.Equal("login_required", received["error"]);
    }

    [Fact]
    public async Task An_essential_context_class_that_no_sign_in_reaches_is_unmet()
    {
        await using var server = await Site.StartAsync();
        var client = server.NewClient();

        var received = client.Received(await server.NewBrowser().GetAsync(client.AuthorizeUrl(
            ("claims", """{"id_token":{"acr":{"essential":true,"values":["urn:example:gold"]}}}"""))));

        Assert.Equal("unmet_authentication_requirements", received["error"]);
    }

    private static string Deep(int levels) =>
        new StringBuilder().Insert(0, "{\"userinfo\":", levels).Append("null").Insert(levels * 12 + 4, "}", levels).ToString();

    private static string Encode(string json) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
