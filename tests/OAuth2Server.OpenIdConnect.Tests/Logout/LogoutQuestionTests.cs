using static OAuth2Server.OpenIdConnect.Tests.Logout.RpInitiatedLogoutTests;

namespace OAuth2Server.OpenIdConnect.Tests.Logout;

/// <summary>When the user is asked, and what a sign-out at one client cannot do.</summary>
[RfcSection("OpenID RP-Initiated Logout", "2")]
public sealed class LogoutQuestionTests
{
    [Fact]
    public async Task An_expired_hint_of_the_session_is_as_good_as_a_new_one()
    {
        await using var server = await LogoutSite.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        var hint = await HintAsync(client, browser);
        server.Clock.Advance(TimeSpan.FromHours(7));

        var answer = await browser.GetAsync(LogoutSite.Url(("id_token_hint", hint), ("post_logout_redirect_uri", LogoutSite.After)));

        Assert.Equal(LogoutSite.After, answer.Location);
        Assert.False(await LogoutSite.IsSignedInAsync(browser));
    }

    [Fact]
    public async Task A_hint_of_another_user_ends_no_session_without_a_question()
    {
        await using var server = await LogoutSite.StartAsync();
        var (client, alice, bob) = (server.NewClient(), server.NewBrowser(), server.NewBrowser());
        var hint = await HintAsync(client, alice);
        var other = server.NewClient();
        await RelyingParty.AnswerPagesAsync(bob, await bob.GetAsync(other.AuthorizeUrl()), "bob");

        var page = await bob.FollowAsync(await bob.GetAsync(LogoutSite.Url(
            ("id_token_hint", hint), ("post_logout_redirect_uri", LogoutSite.After), ("state", "1"))));

        Assert.True(LogoutSite.IsQuestion(page));
        Assert.True(await LogoutSite.IsSignedInAsync(bob));
        // The session of the user whose token it is stays, with either answer of bob.
        var answer = await LogoutSite.ConfirmAsync(bob, page);
        Assert.Equal(LogoutSite.After + "?state=1", answer.Location);
        Assert.False(await LogoutSite.IsSignedInAsync(bob));
        Assert.True(await LogoutSite.IsSignedInAsync(alice));
    }

    [Fact]
    public async Task A_client_without_a_hint_gets_the_browser_after_the_user_confirmed()
    {
        await using var server = await LogoutSite.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        await HintAsync(client, browser);
        var url = LogoutSite.Url(("client_id", "web"), ("post_logout_redirect_uri", LogoutSite.After), ("state", "1"));

        var page = await browser.FollowAsync(await browser.GetAsync(url));
        Assert.True(LogoutSite.IsQuestion(page));
        Assert.Contains("A <web> app asks to sign you out", page.Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(LogoutSite.After + "?state=1", (await LogoutSite.ConfirmAsync(browser, page)).Location);

        // Without a session there is nothing to confirm: the page has a link, and does not go on by itself.
        var signedOut = await browser.FollowAsync(await browser.GetAsync(url));
        LogoutSite.SaysSignedOut(signedOut);
        Assert.Null(signedOut.Next);
        Assert.Equal(LogoutSite.After + "?state=1", signedOut.Document.QuerySelector("main a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Without_a_session_a_client_with_a_hint_gets_the_browser_back()
    {
        await using var server = await LogoutSite.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        var hint = await HintAsync(client, server.NewBrowser());

        var answer = await browser.GetAsync(LogoutSite.Url(("id_token_hint", hint), ("post_logout_redirect_uri", LogoutSite.After)));
        Assert.Equal(LogoutSite.After, answer.Location);
        LogoutSite.SaysSignedOut(await browser.FollowAsync(await browser.GetAsync(LogoutSite.Url())));
    }

    [Fact]
    public async Task A_hint_and_a_client_id_that_do_not_agree_are_refused()
    {
        await using var server = await LogoutSite.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        var hint = await HintAsync(client, browser);
        LogoutSite.IsErrorPage(await browser.GetAsync(LogoutSite.Url(("id_token_hint", hint), ("client_id", "other"))));
        LogoutSite.IsErrorPage(await browser.GetAsync(LogoutSite.Url(("client_id", "unknown"))));
        LogoutSite.IsErrorPage(await browser.GetAsync(LogoutSite.Url(
            ("client_id", "other"), ("post_logout_redirect_uri", LogoutSite.After))));
        Assert.True(await LogoutSite.IsSignedInAsync(browser));
    }

    [Theory]
    [InlineData("state=1&state=2")]
    [InlineData("client_id=web&client_id=web")]
    [InlineData("id_token_hint=a&id_token_hint=a")]
    [InlineData("state=%ff")]
    public async Task A_repeated_or_broken_parameter_is_refused(string query)
    {
        await using var server = await LogoutSite.StartAsync();
        LogoutSite.IsErrorPage(await server.NewBrowser().GetAsync("/oauth2/end_session?" + query));
    }

    [Fact]
    public async Task A_state_that_no_url_can_hold_is_refused()
    {
        await using var server = await LogoutSite.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        var hint = await HintAsync(client, browser);
        LogoutSite.IsErrorPage(await browser.PostAsync("/oauth2/end_session", ("id_token_hint", hint),
            ("post_logout_redirect_uri", LogoutSite.After), ("state", new string('x', 3000))));
        Assert.True(await LogoutSite.IsSignedInAsync(browser));
    }

    [Fact]
    public async Task A_post_from_another_site_finds_the_session_after_a_redirect()
    {
        await using var server = await LogoutSite.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        var hint = await HintAsync(client, browser);
        (string, string)[] form = [("id_token_hint", hint), ("post_logout_redirect_uri", LogoutSite.After), ("state", "1")];

        // The browser sends no cookie with it (SameSite=Lax).
        var answer = await server.NewBrowser().PostAsync("/oauth2/end_session", form);
        Assert.Equal(303, (int)answer.Status);
        answer = await browser.GetAsync(answer.Location!);

        Assert.Equal(LogoutSite.After + "?state=1", answer.Location);
        Assert.False(await LogoutSite.IsSignedInAsync(browser));
    }

    [Fact]
    public async Task A_post_from_the_same_site_and_another_method_are_answered()
    {
        await using var server = await LogoutSite.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        var hint = await HintAsync(client, browser);

        var answer = await browser.PostAsync(
            "/oauth2/end_session", ("id_token_hint", hint), ("post_logout_redirect_uri", LogoutSite.After));
        Assert.Equal(LogoutSite.After, answer.Location);

        using var http = Browser.NewHttp(server.Address);
        using var response = await http.DeleteAsync("/oauth2/end_session", TestContext.Current.CancellationToken);
        Assert.Equal(405, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_question_of_one_user_is_not_answered_by_another_and_needs_the_token_of_the_form()
    {
        await using var server = await LogoutSite.StartAsync();
        var (client, alice, bob) = (server.NewClient(), server.NewBrowser(), server.NewBrowser());
        await HintAsync(client, alice);
        var page = await alice.FollowAsync(await alice.GetAsync(LogoutSite.Url()));
        var ticket = page.Ticket;

        Assert.Equal(400, (int)(await alice.PostAsync("/logout", ("ticket", ticket))).Status);
        Assert.True(await LogoutSite.IsSignedInAsync(alice));

        await RelyingParty.AnswerPagesAsync(bob, await bob.GetAsync(server.NewClient().AuthorizeUrl()), "bob");
        var own = await bob.GetAsync("/logout?ticket=" + Uri.EscapeDataString(ticket));
        Assert.False(LogoutSite.IsQuestion(own));
        Assert.True(await LogoutSite.IsSignedInAsync(alice));
    }

    [Fact]
    public async Task The_policy_of_the_question_lets_the_browser_follow_the_client_and_no_frame_show_it()
    {
        await using var server = await LogoutSite.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        await HintAsync(client, browser);

        var page = await browser.FollowAsync(await browser.GetAsync(LogoutSite.Url(("client_id", "web"))));

        Assert.DoesNotContain("form-action", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
    }
}
