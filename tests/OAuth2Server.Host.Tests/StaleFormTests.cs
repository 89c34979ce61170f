using System.Text.Json.Nodes;

namespace OAuth2Server.Host.Tests;

/// <summary>Forms whose page was made before a user signed in or out in another tab, and forms of other sites.</summary>
public sealed class StaleFormTests
{
    private const string Wanted = "/oauth2/authorize?client_id=web&state=x";

    [Fact]
    public async Task The_second_of_two_tabs_at_the_sign_in_page_goes_on_to_its_own_return_URL()
    {
        await using var server = await TestServer.StartAsync();
        var browser = server.NewBrowser();
        var (one, other) = (await LoginAsync(browser, "/account"), await LoginAsync(browser, Wanted));
        var third = await LoginAsync(browser, "/device");
        await browser.SignInAsync(one);
        var session = browser.Cookies[browser.CookieName("session")!];

        Assert.Equal((200, Wanted), await AnswerAsync(browser.SignInAsync(other)));
        Assert.Equal("/device", (await browser.SignInAsync(third, "ALICE", "wrong")).Location);
        Assert.Equal(session, browser.Cookies[browser.CookieName("session")!]);

        static async Task<(int, string?)> AnswerAsync(Task<Answer> sent) => ((int)(await sent).Status, (await sent).Next);
    }

    [Fact]
    public async Task A_sign_in_page_that_is_opened_again_by_a_signed_in_user_goes_on()
    {
        await using var server = await TestServer.StartAsync();
        var browser = server.NewBrowser();
        await browser.SignInAsync(await LoginAsync(browser, Wanted));

        Assert.Equal("/account", (await LoginAsync(browser, "/account")).Location);
        Assert.Equal(Wanted, (await LoginAsync(browser, Wanted)).Next);
        Assert.Equal("/", (await LoginAsync(browser, "https://evil.example/")).Location);
        Assert.Equal("/", (await browser.GetAsync("/login")).Location);
    }

    [Fact]
    public async Task A_sign_in_with_another_name_in_the_second_tab_asks_which_account_is_meant()
    {
        await using var server = await TestServer.StartAsync();
        var browser = server.NewBrowser();
        var (one, other) = (await LoginAsync(browser, "/"), await LoginAsync(browser, Wanted));
        await browser.SignInAsync(one);

        var asked = await browser.SignInAsync(other, "bob", TestConfiguration.BobPassword);

        Assert.Equal((400, "You are signed in already"), ((int)asked.Status, asked.Document.Title));
        Assert.Equal(Wanted, (await browser.GetAsync(asked.Document.QuerySelector("a")!.GetAttribute("href")!)).Next);
        var login = await browser.FollowAsync(await browser.SubmitAsync(asked, "_logout"));
        Assert.Equal(Wanted, (await browser.SignInAsync(login, "bob", TestConfiguration.BobPassword)).Next);
    }

    [Fact]
    public async Task A_sign_in_without_its_cookie_shows_the_form_again_with_the_name_and_the_return_URL()
    {
        await using var server = await TestServer.StartAsync();
        var browser = server.NewBrowser();
        var login = await LoginAsync(browser, Wanted);
        browser.Cookies.Clear();

        var again = await browser.SignInAsync(login);

        Assert.Equal((400, "Sign in"), ((int)again.Status, again.Document.Title));
        Assert.Contains("Sign in again", again.Alert, StringComparison.Ordinal);
        Assert.Equal("alice", again.Document.QuerySelector("[name=username]")!.GetAttribute("value"));
        Assert.DoesNotContain(TestConfiguration.AlicePassword, again.Body, StringComparison.Ordinal);
        Assert.Null(browser.CookieName("session"));
        Assert.Equal(Wanted, (await browser.SignInAsync(again)).Next);
    }

    [Fact]
    public async Task A_consent_of_a_session_that_ended_goes_through_the_sign_in_to_the_same_request()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address));
        var consent = await CodeFlowTests.ConsentAsync(browser, client);
        await browser.SubmitAsync(await browser.GetAsync("/logout"), "_logout");

        var login = await browser.FollowAsync(await browser.SubmitAsync(consent, "ticket", ("answer", "allow")));
        Assert.Equal("Sign in", login.Document.Title);
        var asked = await browser.FollowAsync(await browser.SignInAsync(login, "bob", TestConfiguration.BobPassword));

        var received = client.Received(await browser.SubmitAsync(asked, "ticket", ("answer", "allow")));
        Assert.Equal(client.State, received["state"]);
        Assert.Contains("code", received.Keys);
    }

    [Theory]
    [InlineData("alice", TestConfiguration.AlicePassword)]
    [InlineData("bob", TestConfiguration.BobPassword)]
    public async Task A_consent_of_an_earlier_session_changes_nothing_and_leads_to_the_same_request(string name, string password)
    {
        await using var server = await TestServer.StartAsync();
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address));
        var consent = await CodeFlowTests.ConsentAsync(browser, client);
        await browser.SubmitAsync(await browser.GetAsync("/logout"), "_logout");
        await browser.SignInAsync(await browser.GetAsync("/login"), name, password);

        var reloaded = await browser.GetAsync("/consent?ticket=" + Uri.EscapeDataString(consent.Ticket));
        var answered = await browser.SubmitAsync(consent, "ticket", ("answer", "allow"));

        foreach (var page in (Answer[])[reloaded, answered])
        {
            Assert.Equal((400, "This page has expired"), ((int)page.Status, page.Document.Title));
            Assert.Null(page.Location);
            var asked = await browser.FollowAsync(await browser.GetAsync(page.Document.QuerySelector("a")!.GetAttribute("href")!));
            Assert.Contains("Signed in as " + name, asked.Document.Body!.TextContent, StringComparison.Ordinal);
            Assert.NotEqual(consent.Ticket, asked.Ticket);
        }
        Assert.Empty((await browser.GetAsync("/account")).Document.QuerySelectorAll("legend"));
    }

    [Fact]
    public async Task An_answer_without_its_cookie_shows_the_question_again_and_gives_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address));
        var consent = await CodeFlowTests.ConsentAsync(browser, client);
        browser.Cookies.Remove(browser.CookieName("form")!);

        var again = await browser.SubmitAsync(consent, "ticket", ("answer", "allow"));

        Assert.Equal((400, consent.Document.Title), ((int)again.Status, again.Document.Title));
        Assert.Contains("Answer again", again.Alert, StringComparison.Ordinal);
        Assert.DoesNotContain("form-action", again.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("code", client.Received(await browser.SubmitAsync(again, "ticket", ("answer", "allow"))).Keys);
    }

    [Fact]
    public async Task A_sign_out_of_a_session_that_ended_goes_on_and_one_of_another_session_asks_again()
    {
        await using var server = await TestServer.StartAsync();
        var browser = server.NewBrowser();
        await browser.SignInAsync(await browser.GetAsync("/login"));
        var home = await browser.GetAsync("/");
        await browser.SubmitAsync(home, "_logout");

        Assert.Equal("/device", (await browser.SubmitAsync(home, "_logout", ("returnUrl", "/device"))).Location);
        await browser.SignInAsync(await browser.GetAsync("/login"), "bob", TestConfiguration.BobPassword);
        var asked = await browser.SubmitAsync(home, "_logout", ("returnUrl", "/device"));
        Assert.Equal((400, "Sign out"), ((int)asked.Status, asked.Document.Title));
        Assert.NotNull(browser.CookieName("session"));
        Assert.Equal("/device", (await browser.SubmitAsync(asked, "_logout")).Location);
        Assert.Null(browser.CookieName("session"));
        Assert.Empty((await browser.GetAsync("/logout")).Document.Forms);
    }

    [Fact]
    public async Task A_withdrawal_of_another_session_withdraws_nothing_and_shows_the_page_again()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address));
        await client.AllowAsync(browser, await CodeFlowTests.ConsentAsync(browser, client));
        var page = await browser.GetAsync("/account");
        browser.Cookies.Remove(browser.CookieName("form")!);

        var again = await browser.SubmitAsync(page, "client_id");

        Assert.Equal((400, "Your account"), ((int)again.Status, again.Document.Title));
        Assert.Contains("Nothing was changed", again.Alert, StringComparison.Ordinal);
        Assert.Single(again.Document.QuerySelectorAll("legend"));
        Assert.Equal(303, (int)(await browser.SubmitAsync(again, "client_id")).Status);
    }

    [Fact]
    public async Task A_typed_device_code_and_a_question_are_kept_when_the_session_changed()
    {
        await using var server = await TestServer.StartAsync(UseDevices);
        var (browser, code) = (server.NewBrowser(), await UserCodeAsync(server));
        await browser.SignInAsync(await browser.GetAsync("/login"));
        var (typing, asked) = (await browser.GetAsync("/device"), await browser.GetAsync("/device?user_code=" + code));
        await browser.SubmitAsync(await browser.GetAsync("/logout"), "_logout");

        var typed = await browser.SubmitAsync(typing, "user_code", ("user_code", code));
        var answered = await browser.SubmitAsync(asked, "ticket", ("answer", "allow"));
        foreach (var sent in (Answer[])[typed, answered])
            Assert.EndsWith(Uri.EscapeDataString("/device?user_code=" + code), sent.Location, StringComparison.Ordinal);
        var login = await browser.FollowAsync(answered);
        var again = await browser.FollowAsync(await browser.SignInAsync(login, "bob", TestConfiguration.BobPassword));
        Assert.Equal("Allow A television?", again.Document.Title);

        var refused = await browser.SubmitAsync(asked, "ticket", ("answer", "allow"));
        Assert.Equal((400, "Allow A television?"), ((int)refused.Status, refused.Document.Title));
        Assert.Contains("Try again", refused.Alert, StringComparison.Ordinal);
        Assert.Equal("The device is connected", (await browser.SubmitAsync(refused, "ticket", ("answer", "allow"))).Document.Title);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/login")]
    [InlineData("/logout")]
    [InlineData("/consent")]
    [InlineData("/account")]
    [InlineData("/device")]
    public async Task A_form_of_another_site_changes_nothing(string path)
    {
        await using var server = await TestServer.StartAsync(UseDevices);
        var (browser, client, code) = (server.NewBrowser(), new OAuthClient(server.Address), await UserCodeAsync(server));
        await client.AllowAsync(browser, await CodeFlowTests.ConsentAsync(browser, client, "read"));
        var session = browser.Cookies[browser.CookieName("session")!];

        var answer = await browser.PostAsync(path, ("username", "bob"), ("password", TestConfiguration.BobPassword), ("answer", "allow"),
            ("client_id", "web"), ("asked_code", code), ("user_code", code), ("returnUrl", "https://evil.example/"));

        Assert.Equal(400, (int)answer.Status);
        Assert.DoesNotContain(answer.SetCookies, cookie => cookie.Contains("session", StringComparison.Ordinal));
        Assert.Equal(session, browser.Cookies[browser.CookieName("session")!]);
        Assert.Single((await browser.GetAsync("/account")).Document.QuerySelectorAll("legend"));
        Assert.Equal("Allow A television?", (await browser.GetAsync("/device?user_code=" + code)).Document.Title);
    }

    private static Task<Answer> LoginAsync(Browser browser, string returnUrl) =>
        browser.GetAsync("/login?returnUrl=" + Uri.EscapeDataString(returnUrl));

    private static void UseDevices(JsonObject configuration) => configuration.Server()["Clients"]!.AsArray().Add(JsonNode.Parse($$"""
        { "ClientId": "tv", "Type": "Public", "DisplayName": "A television", "Scopes": ["read"],
          "GrantTypes": ["{{DeviceCodeGrant.Name}}"] }
        """));

    private static async Task<string> UserCodeAsync(TestServer server)
    {
        var (_, answer) = await new OAuthClient(server.Address, "tv", null).PostAsync("/oauth2/device_authorization", ("scope", "read"));
        return answer.Text("user_code");
    }
}
