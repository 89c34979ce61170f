using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace OAuth2Server.Host.Tests;

/// <summary>The end of a session takes effect at the next request, on every node and for every copy of the cookie.</summary>
public sealed class SessionTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Memory")]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task A_copy_of_the_cookie_from_before_a_sign_out_opens_nothing(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var server = await TestServer.StartAsync(database.Use);
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address));
        await client.AllowAsync(browser, await CodeFlowTests.ConsentAsync(browser, client));
        var copy = CopyOf(server, browser);
        await IsSignedInAsync(copy, true);
        Assert.Contains("code", client.Received(await copy.GetAsync(client.AuthorizeUrl())).Keys);

        await browser.SubmitAsync(await browser.GetAsync("/logout"), "_logout");

        await IsSignedInAsync(copy, false);
        Assert.Contains("/login?", (await copy.GetAsync(client.AuthorizeUrl())).Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Memory")]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task A_new_password_ends_every_session_and_the_same_password_ends_none(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var server = await TestServer.StartAsync(database.Use);
        var (browser, bob) = (await SignedInAsync(server), await SignedInAsync(server, "bob", TestConfiguration.BobPassword));

        await SetPasswordAsync(server, TestConfiguration.AlicePassword);
        await IsSignedInAsync(browser, true);
        await SetPasswordAsync(server, "another password");

        await IsSignedInAsync(browser, false);
        await IsSignedInAsync(bob, true);
        var again = server.NewBrowser();
        await again.SignInAsync(await again.GetAsync("/login"), "alice", "another password");
        Assert.Single(SessionsOn(await again.GetAsync("/account")));
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task Another_security_stamp_ends_every_session(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var server = await TestServer.StartAsync(database.Use);
        var browser = await SignedInAsync(server);

        await database.ExecuteAsync("""UPDATE "AspNetUsers" SET "SecurityStamp" = 'another' WHERE "UserName" = 'alice'""");

        await IsSignedInAsync(browser, false);
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task A_session_of_a_closed_account_is_not_there_again_when_the_account_is_opened(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var server = await TestServer.StartAsync(database.Use);
        var browser = await SignedInAsync(server);
        foreach (var closed in (bool[])[true, false])
        {
            await using var scope = server.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<IAccounts>().SetClosedAsync("alice", closed, Ct);
            await IsSignedInAsync(browser, false);
        }
        await IsSignedInAsync(await SignedInAsync(server), true);
    }

    [Fact]
    public async Task A_sign_in_with_the_old_password_at_the_moment_of_the_change_begins_no_session()
    {
        await using var database = await TestDatabase.CreateAsync("Sqlite");
        await using var server = await TestServer.StartAsync(database.Use);
        await using var scope = server.Services.CreateAsyncScope();
        var (accounts, sessions) =
            (scope.ServiceProvider.GetRequiredService<IAccounts>(), scope.ServiceProvider.GetRequiredService<UserSessions>());
        var verified = await accounts.SignInAsync(new("alice", TestConfiguration.AlicePassword), Ct);
        await accounts.SetPasswordAsync("alice", "another password", Ct);
        var secret = await sessions.BeginAsync(verified!, null, "", Ct);

        Assert.Null(await sessions.FindAsync(new(secret), null, Ct));
    }

    [Fact]
    public async Task On_another_node_of_a_shared_database_each_end_takes_effect_at_the_next_request()
    {
        await using var database = await TestDatabase.CreateAsync("PostgreSql");
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var one = await TestServer.StartAsync(database.UseWithIssuer, clock: clock);
        await using var two = await TestServer.StartAsync(database.UseWithIssuer, clock: clock);

        var browser = await SignedInAsync(one);
        await IsSignedInAsync(CopyOf(two, browser), true);
        await browser.SubmitAsync(await browser.GetAsync("/logout"), "_logout");
        await IsSignedInAsync(CopyOf(two, browser), false);

        var (first, second) = (await SignedInAsync(one), await SignedInAsync(two));
        var (firstAtTwo, secondAtOne) = (CopyOf(two, first), CopyOf(one, second));
        await IsSignedInAsync(firstAtTwo, true);
        await first.SubmitAsync(await first.GetAsync("/account"), "other_sessions");
        await IsSignedInAsync(second, false);
        await IsSignedInAsync(secondAtOne, false);
        await IsSignedInAsync(firstAtTwo, true);

        await SetPasswordAsync(one, "another password");
        await IsSignedInAsync(first, false);
        await IsSignedInAsync(firstAtTwo, false);
    }

    [Theory]
    [InlineData("Memory")]
    [InlineData("Sqlite")]
    public async Task The_account_page_lists_the_sessions_of_the_user_and_ends_one_or_all_others(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var server = await TestServer.StartAsync(database.Use);
        var (browser, second, third) = (await SignedInAsync(server), await SignedInAsync(server), await SignedInAsync(server));
        var bob = await SignedInAsync(server, "bob", TestConfiguration.BobPassword);
        var page = await browser.GetAsync("/account");
        Assert.Equal(3, SessionsOn(page).Length);
        Assert.Single(SessionsOn(page), text => text.Contains("This session", StringComparison.Ordinal));
        Assert.Contains("Unknown browser, 127.0.0.1", SessionsOn(page)[0], StringComparison.Ordinal);
        var today = server.Clock.GetUtcNow().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        Assert.Contains($"Since {today} UTC, last seen {today} UTC.", SessionsOn(page)[0], StringComparison.Ordinal);

        // The form of this session has no button.
        var other = page.Document.Forms.Select(form => (form.QuerySelector("[name=session]"), form.QuerySelector("button")))
            .First(parts => parts is ({ }, { }));
        var id = other.Item1!.GetAttribute("value")!;
        Assert.Equal("/account", (await browser.SubmitAsync(page, "session", ("session", id))).Location);

        page = await browser.GetAsync("/account");
        Assert.Equal(2, SessionsOn(page).Length);
        Assert.Single((bool[])[await IsSignedInAsync(second), await IsSignedInAsync(third)], signedIn => signedIn);
        await browser.SubmitAsync(page, "other_sessions");
        Assert.Equal((false, false), (await IsSignedInAsync(second), await IsSignedInAsync(third)));
        page = await browser.GetAsync("/account");
        Assert.Single(SessionsOn(page));
        Assert.Null(page.Document.QuerySelector("[name=other_sessions]"));
        await IsSignedInAsync(bob, true);
        Assert.Contains($"SessionEnded {id} by alice", server.Log.Text.Replace(SubjectOf(server), "alice", StringComparison.Ordinal),
            StringComparison.Ordinal);
        Assert.Contains("1 sessions", server.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_cannot_end_a_session_of_another_user_and_a_form_of_another_site_ends_none()
    {
        await using var server = await TestServer.StartAsync();
        var (alice, bob) = (await SignedInAsync(server), await SignedInAsync(server, "bob", TestConfiguration.BobPassword));
        var ofAlice = (await alice.GetAsync("/account")).Document.QuerySelector("[name=session]")!.GetAttribute("value")!;

        Assert.Equal(303, (int)(await bob.SubmitAsync(await bob.GetAsync("/account"), "session", ("session", ofAlice))).Status);
        Assert.Equal(400, (int)(await alice.PostAsync("/account", ("session", ofAlice))).Status);
        Assert.Equal(400, (int)(await alice.PostAsync("/account", ("other_sessions", "end"))).Status);

        await IsSignedInAsync(alice, true);
    }

    [Theory]
    [InlineData("Memory")]
    [InlineData("Sqlite")]
    public async Task A_session_is_written_at_most_once_a_minute(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var server = await TestServer.StartAsync(database.Use);
        var browser = await SignedInAsync(server);
        var begun = server.Clock.GetUtcNow();

        server.Clock.Advance(TimeSpan.FromSeconds(59));
        await browser.GetAsync("/");
        Assert.Equal(begun, (await OnlyAsync(server)).LastSeenAt);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await browser.GetAsync("/");
        Assert.Equal(begun.AddMinutes(1), (await OnlyAsync(server)).LastSeenAt);
        server.Clock.Advance(TimeSpan.FromSeconds(30));
        await browser.GetAsync("/");
        Assert.Equal(begun.AddMinutes(1), (await OnlyAsync(server)).LastSeenAt);
    }

    [Fact]
    public async Task A_sign_in_in_a_browser_with_a_session_ends_that_session()
    {
        await using var server = await TestServer.StartAsync();
        var browser = await SignedInAsync(server);
        var copy = CopyOf(server, browser);
        var token = (await browser.GetAsync("/")).Document.QuerySelector("[name=form_token]")!.GetAttribute("value")!;

        await browser.PostAsync(
            "/login", ("username", "bob"), ("password", TestConfiguration.BobPassword), ("form_token", token));

        await IsSignedInAsync(copy, false);
        await IsSignedInAsync(browser, true);
    }

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0",
        "Edge on Windows")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux")]
    [InlineData("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
        "Chrome on Android")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/604.1",
        "Safari on iPhone")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", "Unknown browser on macOS")]
    [InlineData("Firefox/1", "Firefox")]
    [InlineData("<script>", "Unknown browser")]
    [InlineData("", "Unknown browser")]
    public void The_device_of_a_session_is_named_by_browser_and_system(string userAgent, string expected) =>
        Assert.Equal(expected, Pages.ShownSession.DeviceOf(userAgent));

    [Fact]
    public async Task A_long_or_strange_user_agent_is_cut_and_made_printable()
    {
        await using var server = await TestServer.StartAsync();
        await using var scope = server.Services.CreateAsyncScope();
        var sessions = scope.ServiceProvider.GetRequiredService<UserSessions>();
        var account = await scope.ServiceProvider.GetRequiredService<IAccounts>()
            .SignInAsync(new("alice", TestConfiguration.AlicePassword), Ct);

        await sessions.BeginAsync(account!, null, "a\0é\ud800" + new string('x', 10_000), Ct);

        Assert.Equal("a???" + new string('x', 252), (await OnlyAsync(server)).UserAgent);
    }

    private static async Task<Browser> SignedInAsync(
        TestServer server, string username = "alice", string password = TestConfiguration.AlicePassword)
    {
        var browser = server.NewBrowser();
        await browser.SignInAsync(await browser.GetAsync("/login"), username, password);
        return browser;
    }

    private static Browser CopyOf(TestServer server, Browser browser)
    {
        var copy = server.NewBrowser();
        foreach (var cookie in browser.Cookies) copy.Cookies[cookie.Key] = cookie.Value;
        return copy;
    }

    private static async Task<bool> IsSignedInAsync(Browser browser) =>
        !(await browser.GetAsync("/")).Body.Contains("You are not signed in", StringComparison.Ordinal);

    private static async Task IsSignedInAsync(Browser browser, bool expected)
    {
        Assert.Equal(expected, await IsSignedInAsync(browser));
        Assert.Equal(expected ? 200 : 302, (int)(await browser.GetAsync("/account")).Status);
    }

    private static string[] SessionsOn(Answer page) =>
        [.. page.Document.Forms.Where(form => form.QuerySelector("[name=session]") is not null)
            .Select(form => string.Join(' ', form.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))];

    private static async Task SetPasswordAsync(TestServer server, string password)
    {
        await using var scope = server.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IAccounts>().SetPasswordAsync("alice", password, Ct);
    }

    private static async Task<Session> OnlyAsync(TestServer server)
    {
        await using var scope = server.Services.CreateAsyncScope();
        return Assert.Single(await scope.ServiceProvider.GetRequiredService<UserSessions>().ListAsync(SubjectOf(server), Ct));
    }

    private static string SubjectOf(TestServer server)
    {
        using var scope = server.Services.CreateScope();
        var subject = scope.ServiceProvider.GetRequiredService<IAccounts>().SubjectOfAsync("alice", Ct);
        return subject.AsTask().GetAwaiter().GetResult()!;
    }
}
