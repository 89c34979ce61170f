namespace OAuth2Server.Host.Tests;

public sealed class ConsentTests
{
    [Fact]
    public async Task The_page_shows_the_client_the_scope_and_where_the_answer_goes()
    {
        await using var server = await TestServer.StartAsync();
        var consent = await CodeFlowTests.ConsentAsync(server.NewBrowser(), new(server.Address));

        var text = consent.Document.Body!.TextContent;
        Assert.Contains("A <web> app", text, StringComparison.Ordinal);
        Assert.Contains("(web)", text, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1:9999", text, StringComparison.Ordinal);
        Assert.Contains("Signed in as alice", text, StringComparison.Ordinal);
        var labels = consent.Document.QuerySelectorAll("label").Select(label => label.TextContent.Trim());
        Assert.Equal(["Read your data", "Change your data"], labels);
        Assert.Empty(consent.Document.QuerySelectorAll("script, style, [style], [onclick]"));
    }

    [Theory]
    [InlineData("web", TestConfiguration.Callback, "form-action 'self' http://127.0.0.1:9999;")]
    [InlineData("web", "https://web.example.com/cb?x=1", "form-action 'self' https://web.example.com;")]
    [InlineData("native", "com.example.app:/cb", "form-action 'self' com.example.app:;")]
    public async Task Its_policy_lets_the_browser_follow_the_redirect_to_the_client(string id, string redirectUri, string expected)
    {
        await using var server = await TestServer.StartAsync();
        var consent = await CodeFlowTests.ConsentAsync(server.NewBrowser(), new(server.Address, id, null, redirectUri), "read");

        Assert.Contains(expected, consent.Header("Content-Security-Policy"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "'self'")]
    [InlineData("/", "'self'")]
    [InlineData("/account?redirect_uri=https%3A%2F%2Fevil.example%2F", "'self'")]
    [InlineData("https://evil.example/oauth2/authorize?redirect_uri=https%3A%2F%2Fevil.example%2F", "'self'")]
    [InlineData("/oauth2/authorize?redirect_uri=https%3A%2F%2Fweb.example.com%2Fcb%3Fx%3D1", "'self' https://web.example.com")]
    [InlineData("/oauth2/authorize?redirect_uri=http%3A%2F%2F127.0.0.1%3A9999%2Fcb", "'self' http://127.0.0.1:9999")]
    [InlineData("/oauth2/authorize?redirect_uri=com.example.app%3A%2Fcb", "'self' com.example.app:")]
    [InlineData("/oauth2/authorize?redirect_uri=exampleapp%3A%2Fcb", "'self' exampleapp:")]
    [InlineData("/oauth2/authorize?redirect_uri=data%3Atext%2Fhtml%2Cx", "'self'")]
    [InlineData("/oauth2/authorize?redirect_uri=http%3A%2F%2Fevil.example%2F", "'self'")]
    [InlineData("/oauth2/authorize?redirect_uri=javascript%3Aalert(1)", "'self'")]
    [InlineData("/oauth2/authorize?redirect_uri=https%3A%2F%2Fx.example%3B%20script-src%20*", "'self'")]
    [InlineData("/oauth2/authorize?redirect_uri=https%3A%2F%2Fa.example%2F&redirect_uri=https%3A%2F%2Fb.example%2F", "'self'")]
    [InlineData("/oauth2/authorize?client_id=web", "'self' https: http://127.0.0.1:* http://localhost:*")]
    [InlineData("/oauth2/authorize?redirect_uri=", "'self' https: http://127.0.0.1:* http://localhost:*")]
    public async Task The_sign_in_page_lets_the_browser_follow_a_remembered_consent_to_the_client(string returnUrl, string expected)
    {
        await using var server = await TestServer.StartAsync();
        var browser = server.NewBrowser();

        var login = await browser.GetAsync("/login?returnUrl=" + Uri.EscapeDataString(returnUrl));
        var failed = await browser.SignInAsync(login, "alice", "wrong");

        foreach (var page in (Answer[])[login, failed])
            Assert.Contains($"form-action {expected};", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://[::1]:9999/cb", "http:")]
    [InlineData("https://example.com:8443/cb?a=b", "https://example.com:8443")]
    [InlineData("http://localhost/cb", "http://localhost")]
    [InlineData("com.example.app:/cb;script-src", "com.example.app:")]
    public void A_redirect_URI_gives_a_CSP_source(string redirectUri, string source) =>
        Assert.Equal(source, FormAction.Source(redirectUri));

    [Fact]
    public async Task A_ticket_expires_after_ten_minutes()
    {
        await using var server = await TestServer.StartAsync();
        var browser = server.NewBrowser();
        var consent = await CodeFlowTests.ConsentAsync(browser, new(server.Address));

        server.Clock.Advance(TimeSpan.FromMinutes(10));
        var answer = await browser.SubmitAsync(consent, "ticket", ("answer", "allow"));

        Assert.Equal(400, (int)answer.Status);
        Assert.Equal("This page has expired", answer.Document.Title);
    }

    [Fact]
    public async Task A_ticket_of_another_user_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        var (alice, bob, client) = (server.NewBrowser(), server.NewBrowser(), new OAuthClient(server.Address));
        var ofAlice = (await CodeFlowTests.ConsentAsync(alice, client)).Ticket;
        var ofBob = await CodeFlowTests.ConsentAsync(bob, client, username: "bob", password: TestConfiguration.BobPassword);

        Assert.Equal(400, (int)(await bob.GetAsync("/consent?ticket=" + Uri.EscapeDataString(ofAlice))).Status);
        var answer = await bob.SubmitAsync(ofBob, "ticket", ("ticket", ofAlice), ("answer", "allow"));

        Assert.Equal(400, (int)answer.Status);
        Assert.Null(answer.Location);
    }

    [Theory]
    [InlineData("/consent")]
    [InlineData("/consent?ticket=")]
    [InlineData("/consent?ticket=x")]
    [InlineData("/consent?ticket=%00%ff")]
    public async Task A_text_that_is_not_a_ticket_is_refused(string url)
    {
        await using var server = await TestServer.StartAsync();
        var browser = server.NewBrowser();
        await browser.SignInAsync(await browser.GetAsync("/login"));

        Assert.Equal(400, (int)(await browser.GetAsync(url)).Status);
    }

    [Fact]
    public async Task An_answer_that_is_neither_allow_nor_deny_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        var browser = server.NewBrowser();
        var consent = await CodeFlowTests.ConsentAsync(browser, new(server.Address));

        Assert.Equal(400, (int)(await browser.SubmitAsync(consent, "ticket")).Status);
        Assert.Equal(400, (int)(await browser.SubmitAsync(consent, "ticket", ("answer", "allow"), ("answer", "deny"))).Status);
    }

    [Fact]
    public async Task Another_user_can_sign_in_and_answer_instead()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address));
        var consent = await CodeFlowTests.ConsentAsync(browser, client);

        var login = await browser.FollowAsync(await browser.SubmitAsync(consent, "_logout"));
        var again = await browser.FollowAsync(await browser.SignInAsync(login, "bob", TestConfiguration.BobPassword));
        Assert.Contains("Signed in as bob", again.Document.Body!.TextContent, StringComparison.Ordinal);
        var received = client.Received(await browser.SubmitAsync(again, "ticket", ("answer", "allow")));
        var (_, token) = await client.RedeemAsync(received["code"]);

        var (_, _, body) = await client.UseAsync("/demo/read", token.Text("access_token"));
        Assert.Contains("\"bob\"", body, StringComparison.Ordinal);
    }

}
