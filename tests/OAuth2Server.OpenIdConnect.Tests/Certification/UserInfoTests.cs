using System.Text.Json;

namespace OAuth2Server.OpenIdConnect.Tests.Certification;

/// <summary>Basic OP and Form Post OP: the UserInfo endpoint, and the claims of scopes.</summary>
[RfcSection("OpenID Core", "5.3")]
[RfcSection("OpenID Core", "5.4")]
public sealed class UserInfoTests
{
    [Theory, Module("oidcc-userinfo-get")]
    [InlineData("query")]
    [InlineData("form_post")]
    public async Task UserInfo_answers_a_get_with_the_subject_of_the_id_token(string mode)
    {
        await using var server = await Site.StartAsync();
        var client = server.NewClient(mode);
        var tokens = await client.SignInAsync(server.NewBrowser());

        var (status, body) = await client.UserInfoAsync(RelyingParty.Text(tokens, "access_token"));

        Assert.Equal(200, status);
        Assert.Equal((await client.IdTokenAsync(tokens)).Subject, RelyingParty.Text(body, "sub"));
        Assert.Equal(["sub"], body.EnumerateObject().Select(member => member.Name));
    }

    [Theory, Module("oidcc-userinfo-post-header")]
    [InlineData("query")]
    [InlineData("form_post")]
    public async Task UserInfo_answers_a_post_with_the_token_in_the_header(string mode)
    {
        await using var server = await Site.StartAsync();
        var client = server.NewClient(mode);
        var tokens = await client.SignInAsync(server.NewBrowser());

        var (status, body) = await client.UserInfoAsync(RelyingParty.Text(tokens, "access_token"), HttpMethod.Post);

        Assert.Equal((200, "alice"), (status, RelyingParty.Text(body, "sub")));
    }

    [Theory, Module("oidcc-userinfo-post-body")]
    [InlineData("query")]
    [InlineData("form_post")]
    public async Task UserInfo_answers_a_post_with_the_token_in_the_form(string mode)
    {
        await using var server = await Site.StartAsync();
        var client = server.NewClient(mode);
        var tokens = await client.SignInAsync(server.NewBrowser());
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth2/userinfo");
        request.Content = Browser.Form([("access_token", RelyingParty.Text(tokens, "access_token"))]);

        var (status, body) = await client.SendAsync(request);

        Assert.Equal((200, "alice"), (status, RelyingParty.Text(body, "sub")));
    }

    [Theory]
    [Module("oidcc-scope-profile"), Module("oidcc-scope-email"), Module("oidcc-scope-all")]
    [InlineData("openid profile", "sub name preferred_username picture")]
    [InlineData("openid email", "sub email email_verified")]
    [InlineData("openid profile email", "sub name preferred_username picture email email_verified")]
    public async Task A_scope_gives_the_claims_that_it_stands_for(string scope, string claims)
    {
        await using var server = await Site.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        await EditProfileAsync(browser);
        var tokens = await client.SignInAsync(browser, ("scope", scope));

        var (_, body) = await client.UserInfoAsync(RelyingParty.Text(tokens, "access_token"));

        Assert.Equal(claims.Split(' ').Order(), body.EnumerateObject().Select(member => member.Name).Order());
        if (scope.Contains("email", StringComparison.Ordinal))
        {
            Assert.Equal("alice@example.com", RelyingParty.Text(body, "email"));
            Assert.Equal(JsonValueKind.False, body.GetProperty("email_verified").ValueKind);
        }
        if (scope.Contains("profile", StringComparison.Ordinal)) Assert.Equal("Alice Example", RelyingParty.Text(body, "name"));
    }

    [Theory, Module("oidcc-claims-essential")]
    [InlineData("query")]
    [InlineData("form_post")]
    public async Task A_claim_that_the_request_names_is_asked_for_and_given(string mode)
    {
        await using var server = await Site.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient(mode));
        await EditProfileAsync(browser);
        var tokens = await client.SignInAsync(browser,
            ("claims", """{"userinfo":{"name":{"essential":true}},"id_token":{"email":null}}"""));

        var (_, body) = await client.UserInfoAsync(RelyingParty.Text(tokens, "access_token"));
        var idToken = await client.IdTokenAsync(tokens);

        Assert.Equal("Alice Example", RelyingParty.Text(body, "name"));
        Assert.Equal("alice@example.com", idToken.GetClaim("email").Value);
        Assert.False(idToken.TryGetClaim("name", out _));
    }

    internal static async Task EditProfileAsync(Browser browser)
    {
        await browser.SignInAsync(await browser.GetAsync("/login"));
        var saved = await browser.FollowAsync(await browser.SubmitAsync(await browser.GetAsync("/account/profile"), "picture",
            ("name", "Alice Example"), ("email", "alice@example.com"), ("picture", "https://example.com/alice.png")));
        Assert.NotNull(saved.Document.QuerySelector("[role=status]"));
    }
}
