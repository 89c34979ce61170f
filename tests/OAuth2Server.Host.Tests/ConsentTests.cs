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
    [InlineData("web", TestConfiguration.Callback)]
    [InlineData("web", "https://web.example.com/cb?x=1")]
    [InlineData("native", "com.example.app:/cb")]
    public async Task Its_policy_does_not_limit_where_the_redirects_after_the_form_lead(string id, string redirectUri)
    {
        await using var server = await TestServer.StartAsync();
        var consent = await CodeFlowTests.ConsentAsync(server.NewBrowser(), new(server.Address, id, null, redirectUri), "read");

        var policy = consent.Header("Content-Security-Policy")!;
        Assert.DoesNotContain("form-action", policy, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/account")]
    [InlineData("https://evil.example/oauth2/authorize?redirect_uri=https%3A%2F%2Fevil.example%2F")]
    [InlineData("/oauth2/authorize?redirect_uri=https%3A%2F%2Fevil.example%2F")]
    [InlineData("/oauth2/authorize?redirect_uri=com.example.app%3A%2Fcb")]
    [InlineData("/oauth2/authorize?client_id=web")]
    public async Task The_form_of_the_sign_in_page_leads_to_this_server_only(string returnUrl)
    {
        await using var server = await TestServer.StartAsync();
        var browser = server.NewBrowser();

        var login = await browser.GetAsync("/login?returnUrl=" + Uri.EscapeDataString(returnUrl));
        var failed = await browser.SignInAsync(login, "alice", "wrong");

        foreach (var page in (Answer[])[login, failed])
            Assert.Contains("; form-action 'self'; ", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/oauth2/authorize?client_id=web&state=%22%3E%3Cscript%3E;'", true)]
    [InlineData("/oauth2/authorize", true)]
    [InlineData("/account", false)]
    [InlineData("/device?user_code=WDJB-MJHT", false)]
    public async Task After_the_sign_in_a_page_of_this_server_opens_the_authorization_endpoint(string returnUrl, bool isPage)
    {
        await using var server = await TestServer.StartAsync();
        var browser = server.NewBrowser();
        var url = "/login?returnUrl=" + Uri.EscapeDataString(returnUrl);

        var signedIn = await browser.SignInAsync(await browser.GetAsync(url));
        var again = await browser.GetAsync(url);

        foreach (var answer in (Answer[])[signedIn, again])
        {
            Assert.Equal(isPage ? (200, returnUrl, null) : (303, null, returnUrl), ((int)answer.Status, answer.Next, answer.Location));
            Assert.Empty(answer.Document.QuerySelectorAll("form, script"));
            if (isPage) Assert.Equal(returnUrl, answer.Document.QuerySelector("a")!.GetAttribute("href"));
        }
    }

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

    /// <summary>A double click, or the back button and the form again.</summary>
    [Theory]
    [InlineData("Memory")]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task A_form_that_is_sent_again_starts_the_request_again_and_gives_no_second_code(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var server = await TestServer.StartAsync(database.UseWithIssuer);
        // A client whose consents are not remembered, so that each request asks.
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address, "native", null, "com.example.app:/cb"));
        var consent = await CodeFlowTests.ConsentAsync(browser, client, "read");
        client.Received(await browser.SubmitAsync(consent, "ticket", ("answer", "allow")));

        var again = await browser.SubmitAsync(consent, "ticket", ("answer", "allow"));
        Assert.Equal(303, (int)again.Status);
        Assert.StartsWith("/oauth2/authorize?", again.Location, StringComparison.Ordinal);
        var page = await browser.FollowAsync(again);
        Assert.NotEqual(consent.Ticket, page.Ticket);
        Assert.Contains("code", client.Received(await browser.SubmitAsync(page, "ticket", ("answer", "allow"))).Keys);
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
