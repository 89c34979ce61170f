namespace OAuth2Server.AspNetCore.Tests.Authorize;

/// <summary>The sealed request on its way through the consent page.</summary>
public sealed class ConsentTicketTests : SiteTests
{
    private const string Forged = "CfDJ8-forged";

    [Fact]
    public async Task A_ticket_shows_what_is_asked_and_completes_with_the_original_parameters()
    {
        var site = Start();
        var browser = new Browser(site);
        var page = await ConsentPageAsync(browser);
        Assert.Equal("app wants a b", (await browser.GetAsync(page)).MustBe(200).Text);
        var answer = (await browser.PostAsync("/consent", ("ticket", Browser.TicketOf(page)), ("answer", "allow"))).MustGiveCode();
        Assert.Equal(Known.State, answer.InLocation("state"));
        Assert.Equal("a b", (await browser.PostAsync("/oauth2/token", Known.Redemption(answer.Code))).MustIssue()["scope"]);
    }

    [Theory]
    [RfcSection("RFC 8707", "2")]
    [InlineData(Known.Photos)]
    [InlineData("HTTPS://Photos.example.com:443/api")]
    public async Task A_resource_is_shown_as_it_is_registered_and_granted(string sent)
    {
        var site = Start();
        var browser = new Browser(site);
        var page = await ConsentPageAsync(browser, Known.Authorization.With("resource", sent).Also("resource", Known.Mail));
        Assert.Equal($"app wants a b at {Known.Photos} at {Known.Mail}", (await browser.GetAsync(page)).MustBe(200).Text);
        var answer = (await browser.PostAsync("/consent", ("ticket", Browser.TicketOf(page)), ("answer", "allow"))).MustGiveCode();
        (await browser.PostAsync("/oauth2/token", Known.Redemption(answer.Code).With("resource", Known.Photos))).MustIssue();
    }

    [Fact]
    public async Task What_stands_beside_the_ticket_changes_nothing()
    {
        var site = Start();
        var browser = new Browser(site);
        var page = await ConsentPageAsync(browser);
        Parameters form = [("ticket", Browser.TicketOf(page)), ("answer", "allow")];
        form = [.. form, ("client_id", "web"), ("redirect_uri", Known.WebUri), ("state", "other")];
        var answer = (await browser.PostAsync("/consent?client_id=web&state=other", form)).MustGiveCode();
        Assert.StartsWith(Known.AppUri, answer.Location, StringComparison.Ordinal);
        Assert.Equal(Known.State, answer.InLocation("state"));
    }

    [Fact]
    public async Task Less_can_be_allowed_than_was_asked_for()
    {
        var site = Start();
        var browser = new Browser(site);
        var page = await ConsentPageAsync(browser);
        Parameters form = [("ticket", Browser.TicketOf(page)), ("answer", "allow"), ("scope", "a")];
        var answer = (await browser.PostAsync("/consent", form)).MustGiveCode();
        Assert.Equal("a", (await browser.PostAsync("/oauth2/token", Known.Redemption(answer.Code))).MustIssue()["scope"]);
    }

    [Fact]
    public async Task A_denial_goes_to_the_client()
    {
        var browser = new Browser(Start());
        var page = await ConsentPageAsync(browser);
        (await browser.PostAsync("/consent", ("ticket", Browser.TicketOf(page)), ("answer", "deny"))).MustRedirectError("access_denied");
    }

    [Fact]
    public async Task A_user_who_denied_and_goes_back_may_allow()
    {
        var browser = new Browser(Start());
        var ticket = Browser.TicketOf(await ConsentPageAsync(browser));
        (await browser.PostAsync("/consent", ("ticket", ticket), ("answer", "deny"))).MustRedirectError("access_denied");
        var allowed = await browser.PostAsync("/consent", ("ticket", ticket), ("answer", "allow"));
        Assert.StartsWith(Known.AppUri, allowed.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_gives_one_code_and_the_same_form_again_leads_to_the_request_again()
    {
        var browser = new Browser(Start());
        var page = await ConsentPageAsync(browser);
        Parameters form = [("ticket", Browser.TicketOf(page)), ("answer", "allow")];
        Assert.StartsWith(Known.AppUri, (await browser.PostAsync("/consent", form)).Location, StringComparison.Ordinal);
        for (var i = 0; i < 2; i++)
        {
            var again = (await browser.PostAsync("/consent", form)).MustBe(303);
            Assert.StartsWith("/oauth2/authorize?", again.Location, StringComparison.Ordinal);
            Assert.Contains($"state={Known.State}", again.Location, StringComparison.Ordinal);
            Assert.Equal("no-store", again.Header("Cache-Control"));
        }
    }

    [Fact]
    public async Task Of_answers_at_the_same_moment_with_one_ticket_one_gives_a_code()
    {
        var browser = new Browser(Start());
        var page = await ConsentPageAsync(browser);
        Parameters form = [("ticket", Browser.TicketOf(page)), ("answer", "allow")];
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => browser.PostAsync("/consent", form)));
        Assert.Single(answers, answer => answer.Location!.StartsWith(Known.AppUri, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_ticket_is_good_until_it_expires()
    {
        var browser = new Browser(Start());
        var page = await ConsentPageAsync(browser);
        Setup.Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));
        (await browser.GetAsync(page)).MustBe(200);
        Setup.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await MustBeRefusedAsync(browser, Browser.TicketOf(page));
    }

    [Fact]
    public async Task A_ticket_lives_as_long_as_the_options_say()
    {
        var browser = new Browser(Start(s => s.Configure<OAuth2AspNetCoreOptions>(o => o.ConsentLifetime = TimeSpan.FromMinutes(1))));
        var page = await ConsentPageAsync(browser);
        Setup.Clock.Advance(TimeSpan.FromMinutes(1));
        await MustBeRefusedAsync(browser, Browser.TicketOf(page));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(-1)]
    public async Task A_ticket_that_was_changed_anywhere_is_refused(int at)
    {
        var browser = new Browser(Start());
        var ticket = Browser.TicketOf(await ConsentPageAsync(browser)).ToCharArray();
        // Of the last character some bits are padding: the one before it is changed.
        var changed = at < 0 ? ticket.Length - 2 : at;
        ticket[changed] = ticket[changed] == 'A' ? 'B' : 'A';
        await MustBeRefusedAsync(browser, new(ticket));
    }

    [Theory]
    [InlineData("")]
    [InlineData(Forged)]
    [InlineData("%%%")]
    [InlineData("ä\n\t")]
    [InlineData("response_type=code&client_id=app")]
    public async Task A_ticket_that_the_server_did_not_make_is_refused(string ticket)
    {
        var browser = new Browser(Start());
        await browser.SignInAsync("alice");
        await MustBeRefusedAsync(browser, ticket);
    }

    [Fact]
    public async Task Without_a_ticket_there_is_nothing_to_allow()
    {
        var browser = new Browser(Start());
        await browser.SignInAsync("alice");
        (await browser.GetAsync("/consent")).MustBe(400);
        (await browser.PostAsync("/consent", ("answer", "deny"))).MustBe(400);
        (await browser.PostAsync("/consent", ("answer", "allow"))).MustBe(400);
    }

    [Fact]
    public async Task A_ticket_in_the_query_does_not_stand_for_one_in_the_form()
    {
        var browser = new Browser(Start());
        var page = await ConsentPageAsync(browser);
        (await browser.PostAsync(page, ("answer", "allow"))).MustBe(400);
    }

    [Fact]
    public async Task Two_tickets_in_one_form_are_refused()
    {
        var browser = new Browser(Start());
        var ticket = Browser.TicketOf(await ConsentPageAsync(browser));
        (await browser.PostAsync("/consent", ("ticket", ticket), ("ticket", ticket), ("answer", "allow"))).MustBe(400);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "ticket=a%00b")]
    [InlineData("multipart/form-data", "no boundary")]
    [InlineData("multipart/form-data; boundary=x", "no part")]
    public async Task A_form_that_cannot_be_read_is_like_one_without_a_ticket(string type, string body)
    {
        var browser = new Browser(Start(map: app => app.MapPost("/open", async (HttpContext http, ConsentInteraction consent) =>
            (await consent.OpenAsync(http)).IsError(out var error, out _) ? Results.Text(error.Code) : Results.Ok())));
        await browser.SignInAsync("alice");
        var answer = await browser.SendAsync("POST", "/open", [("Content-Type", type)], System.Text.Encoding.ASCII.GetBytes(body));
        Assert.Equal("invalid_grant", answer.MustBe(200).Text);
    }

    [Fact]
    public async Task Another_users_ticket_is_refused()
    {
        var site = Start();
        var ticket = Browser.TicketOf(await ConsentPageAsync(new(site), user: "mallory"));
        var victim = new Browser(site);
        await victim.SignInAsync("alice");
        await MustBeRefusedAsync(victim, ticket);
    }

    [Fact]
    public async Task A_ticket_of_an_earlier_session_of_the_same_user_is_refused()
    {
        var browser = new Browser(Start());
        await browser.PostAsync("/login", ("username", "alice"), ("session", "first"));
        var page = (await browser.GetAsync(AuthorizeUrl(Known.Authorization))).Location!;
        (await browser.GetAsync(page)).MustBe(200);
        await browser.PostAsync("/login", ("username", "alice"), ("session", "second"));
        await MustBeRefusedAsync(browser, Browser.TicketOf(page));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task The_request_of_a_ticket_that_is_refused_can_be_started_again(string method)
    {
        var browser = new Browser(Start());
        var ticket = Browser.TicketOf(await ConsentPageAsync(browser));
        await browser.SignInAsync("bob");
        Setup.Clock.Advance(TimeSpan.FromDays(1));
        await MustBeRefusedAsync(browser, ticket);
        var again = method == "GET"
            ? await browser.GetAsync("/again?ticket=" + Uri.EscapeDataString(ticket))
            : await browser.PostAsync("/again", ("ticket", ticket));
        Assert.Equal(AuthorizeUrl(Known.Authorization), again.Location);
        foreach (var other in (string[])["", Forged, ticket[..^4]])
            (await browser.GetAsync("/again?ticket=" + Uri.EscapeDataString(other))).MustBe(400);
    }

    [Fact]
    public async Task A_ticket_without_a_sign_in_is_refused()
    {
        var site = Start();
        await MustBeRefusedAsync(new(site), Browser.TicketOf(await ConsentPageAsync(new(site))));
    }

    [Theory]
    [InlineData("al\nice")]
    [InlineData("al%0Aice")]
    [InlineData("Zoë & co")]
    public async Task A_users_identifier_may_hold_anything(string user)
    {
        var site = Start();
        var browser = new Browser(site);
        var page = await ConsentPageAsync(browser, user: user);
        (await browser.PostAsync("/consent", ("ticket", Browser.TicketOf(page)), ("answer", "allow"))).MustGiveCode();
        var other = new Browser(site);
        await other.SignInAsync(user.Replace("%0A", "\n", StringComparison.Ordinal) == user ? "alice" : "al\nice");
        await MustBeRefusedAsync(other, Browser.TicketOf(page));
    }

    [Theory]
    [InlineData("removed")]
    [InlineData("redirect URI")]
    [InlineData("scope")]
    [InlineData("grant")]
    public async Task A_client_that_was_disabled_or_lost_what_it_asked_for_is_refused_when_the_user_answers(string change)
    {
        var browser = new Browser(Start());
        var page = await ConsentPageAsync(browser);
        Setup.Store.RemoveClient("app");
        if (change != "removed") Setup.Store.AddClient(Changed(change));
        // The page shows what was sealed; only the answer is validated.
        (await browser.GetAsync(page)).MustBe(200);
        await MustNotCompleteAsync(browser, Browser.TicketOf(page));
    }

    [Fact]
    public async Task The_issuer_is_that_of_the_authorization_request_also_where_the_page_has_another_one()
    {
        Setup.Options.ResolveIssuer = address =>
            Known.Issuer + (address.AbsolutePath.StartsWith("/oauth2/", StringComparison.Ordinal) ? "/one" : "/other");
        var browser = new Browser(Start());
        var page = await ConsentPageAsync(browser);
        var answer = (await browser.PostAsync("/consent", ("ticket", Browser.TicketOf(page)), ("answer", "allow"))).MustGiveCode();
        Assert.Equal(Known.Issuer + "/one", answer.InLocation("iss"));
        (await browser.PostAsync("/oauth2/token", Known.Redemption(answer.Code))).MustIssue();
    }

    private static Client Changed(string change) => change switch
    {
        "redirect URI" => Known.App with { RedirectUris = ["https://app.example.org/new"] },
        "scope" => Known.App with { Scope = Scope.Of("a") },
        _ => Known.App with { GrantTypes = ["refresh_token"] },
    };

    private static async Task MustBeRefusedAsync(Browser browser, string ticket)
    {
        (await browser.GetAsync("/consent?ticket=" + Uri.EscapeDataString(ticket))).MustBe(400);
        await MustNotCompleteAsync(browser, ticket);
    }

    private static async Task MustNotCompleteAsync(Browser browser, string ticket)
    {
        foreach (var answer in new[] { "allow", "deny" })
        {
            var refused = (await browser.PostAsync("/consent", ("ticket", ticket), ("answer", answer), ("scope", "a"))).MustBe(400);
            Assert.Null(refused.Location);
        }
    }
}
