namespace OAuth2Server.OpenIdConnect.Tests.Certification;

/// <summary>Basic OP and Form Post OP: parameters that are only hints, and request objects.</summary>
[RfcSection("OpenID Core", "3.1.2.1")]
[RfcSection("OpenID Core", "3.1.2.2")]
public sealed class RequestTests
{
    public static TheoryData<string, string, string> Hints()
    {
        (string Name, string Value)[] hints =
        [
            ("display", "page"), ("display", "popup"), ("extra", "foobar"), ("ui_locales", "se"), ("claims_locales", "se"),
            ("acr_values", "1 2"), ("login_hint", "alice"),
        ];
        return [.. hints.SelectMany(h => new[] { "query", "form_post" }.Select(mode => (h.Name, h.Value, mode)))];
    }

    [Theory, MemberData(nameof(Hints))]
    [Module("oidcc-display-page"), Module("oidcc-display-popup"), Module("oidcc-ensure-request-with-unknown-parameter-succeeds")]
    [Module("oidcc-ui-locales"), Module("oidcc-claims-locales"), Module("oidcc-ensure-request-with-acr-values-succeeds")]
    [Module("oidcc-login-hint")]
    public async Task A_parameter_that_is_a_hint_is_never_an_error(string name, string value, string mode)
    {
        await using var server = await Site.StartAsync();
        var client = server.NewClient(mode);

        var token = await client.IdTokenAsync(await client.SignInAsync(server.NewBrowser(), (name, value)));

        Assert.Equal(client.Nonce, token.GetClaim("nonce").Value);
    }

    [Fact, Module("oidcc-login-hint")]
    public async Task A_login_hint_is_in_the_sign_in_form()
    {
        await using var server = await Site.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient());

        var page = await browser.FollowAsync(await browser.GetAsync(client.AuthorizeUrl(("login_hint", "al\"ice@example.com"))));

        Assert.Equal("al\"ice@example.com", page.Document.QuerySelector("[name=username]")!.GetAttribute("value"));
    }

    [Theory]
    [Module("oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported")]
    [Module("oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported")]
    [Module("oidcc-ensure-request-object-with-redirect-uri")]
    [InlineData("request", "eyJhbGciOiJub25lIn0.e30.", "request_not_supported", "query")]
    [InlineData("request", "eyJhbGciOiJub25lIn0.e30.", "request_not_supported", "form_post")]
    [InlineData("request_uri", "https://client.example/request.jwt", "request_uri_not_supported", "query")]
    [InlineData("request_uri", "https://client.example/request.jwt", "request_uri_not_supported", "form_post")]
    public async Task A_request_object_is_rejected_as_unsupported(string name, string value, string error, string mode)
    {
        await using var server = await Site.StartAsync();
        var client = server.NewClient(mode);

        var received = client.Received(await server.NewBrowser().GetAsync(client.AuthorizeUrl((name, value))));

        Assert.Equal((error, client.State), (received["error"], received["state"]));
    }
}
