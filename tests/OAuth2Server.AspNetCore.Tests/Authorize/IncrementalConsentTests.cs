namespace OAuth2Server.AspNetCore.Tests.Authorize;

/// <summary>A client that asks a user for more than the user allowed before: the page asks for the difference.</summary>
public sealed class IncrementalConsentTests : SiteTests
{
    private static readonly Parameters Less = Known.Authorization.With("scope", "a");
    private static readonly Parameters More = Known.Authorization.With("scope", "a b");

    [Fact]
    public async Task The_page_asks_for_the_difference_and_the_token_gets_what_the_request_asked()
    {
        var browser = new Browser(Pages());
        await AllowAsync(browser, Less);
        Assert.Equal("granted: a, asked: b", await ShownAsync(browser, More));
        var answer = await AllowAsync(browser, More);
        Assert.Equal("a b", (await browser.PostAsync("/oauth2/token", Known.Redemption(answer.Code))).MustIssue()["scope"]);
        (await browser.GetAsync(AuthorizeUrl(More))).MustGiveCode();
        Assert.Equal("granted: a b, asked: c", await ShownAsync(browser, Known.Authorization.With("scope", "c b a")));
        // What a request does not ask for, it does not get.
        Assert.Equal("granted: b, asked: c", await ShownAsync(browser, Known.Authorization.With("scope", "b c")));
    }

    [Fact]
    public async Task A_denied_difference_is_access_denied_and_what_was_allowed_before_stays()
    {
        var browser = new Browser(Pages());
        await AllowAsync(browser, Less);
        var ticket = Browser.TicketOf(await ConsentPageAsync(browser, More));
        (await browser.PostAsync("/consent", [("ticket", ticket), ("answer", "deny")])).MustRedirectError("access_denied");
        (await browser.GetAsync(AuthorizeUrl(Less))).MustGiveCode();
        Assert.Equal("granted: a, asked: b", await ShownAsync(browser, More));
    }

    [Fact]
    public async Task Nothing_is_granted_where_nothing_was_remembered_and_for_another_user()
    {
        var site = Pages();
        var browser = new Browser(site);
        await AllowAsync(browser, Less, remember: "no");
        Assert.Equal("granted: , asked: a b", await ShownAsync(browser, More));
        await AllowAsync(browser, Less);
        Assert.Equal("granted: , asked: a b", await ShownAsync(new Browser(site), More, "bob"));
    }

    /// <summary>Another application on the device could send the request of the client, and get what the user allowed the client.</summary>
    [Theory]
    [RfcSection("RFC 8252", "8.6")]
    [InlineData(ClientType.Public, "http://127.0.0.1:7000/cb", false)]
    [InlineData(ClientType.Public, "com.example.app:/cb", false)]
    [InlineData(ClientType.Public, Known.AppUri, true)]
    [InlineData(ClientType.Confidential, "http://127.0.0.1:7000/cb", true)]
    public async Task A_client_that_proves_nothing_is_asked_for_everything(ClientType type, string redirectUri, bool isProven)
    {
        Setup.Store.AddClient(
            Known.App with { Id = "some", Type = type, RedirectUris = [redirectUri] },
            type == ClientType.Confidential ? Known.WebSecret : null);
        await Setup.Store.SaveConsentAsync(
            new() { Issuer = Known.Issuer, Subject = "alice", ClientId = "some", Scope = Scope.Of("a"), GrantedAt = default },
            null, default);
        var query = More.With("client_id", "some").With("redirect_uri", redirectUri);
        Assert.Equal(isProven ? "granted: a, asked: b" : "granted: , asked: a b", await ShownAsync(new Browser(Pages()), query));
    }

    [Fact]
    [RfcSection("RFC 8707", "2")]
    public async Task Only_what_each_of_the_resources_was_allowed_is_granted()
    {
        Setup.Options.Resources = [new() { Resource = Known.Photos }, new() { Resource = Known.Mail }];
        var browser = new Browser(Pages());
        await AllowAsync(browser, More.With("resource", Known.Photos));
        await AllowAsync(browser, Less.With("resource", Known.Mail));
        var all = Known.Authorization.With("scope", "a b c");
        Assert.Equal("granted: a b, asked: c", await ShownAsync(browser, all.With("resource", Known.Photos)));
        Parameters both = [.. all.With("resource", Known.Photos), ("resource", Known.Mail)];
        Assert.Equal("granted: a, asked: b c", await ShownAsync(browser, both));
        Assert.Equal("granted: , asked: a b c", await ShownAsync(browser, all));
    }

    [Fact]
    public async Task A_page_that_asks_for_everything_again_may_still_give_less()
    {
        var browser = new Browser(Pages());
        await AllowAsync(browser, Less);
        var answer = await AllowAsync(browser, More, scope: "b");
        Assert.Equal("b", (await browser.PostAsync("/oauth2/token", Known.Redemption(answer.Code))).MustIssue()["scope"]);
        Assert.Equal("granted: b, asked: a", await ShownAsync(browser, More));
    }

    [Fact]
    public async Task A_consent_that_is_withdrawn_while_the_page_is_open_gives_no_code_and_all_is_asked_for()
    {
        var browser = new Browser(Pages());
        await AllowAsync(browser, Less);
        var ticket = Browser.TicketOf(await ConsentPageAsync(browser, More));
        await Setup.Store.RevokeConsentAsync(Known.Issuer, "alice", "app", Setup.Clock.GetUtcNow(), default);
        var again = (await browser.PostAsync("/consent", Allow(ticket))).MustBe(303);
        Assert.Equal(AuthorizeUrl(More), again.Location);
        Assert.Equal("granted: , asked: a b", await ShownAsync(browser, More));
    }

    [Fact]
    public async Task A_consent_that_grew_while_the_page_was_open_still_counts()
    {
        var browser = new Browser(Pages());
        await AllowAsync(browser, Less);
        var ticket = Browser.TicketOf(await ConsentPageAsync(browser, More));
        await AllowAsync(browser, Known.Authorization.With("scope", "c"));
        (await browser.PostAsync("/consent", Allow(ticket))).MustGiveCode();
        (await browser.GetAsync(AuthorizeUrl(Known.Authorization.With("scope", "a b c")))).MustGiveCode();
    }

    /// <summary>The clock of the node that withdraws is behind: the time of the withdrawal does not end the code.</summary>
    [Fact]
    public async Task No_code_for_a_difference_survives_a_withdrawal_at_the_same_moment()
    {
        var browser = new Browser(Pages());
        var (codes, asked) = (0, 0);
        for (var round = 0; round < 100; round++)
        {
            await AllowAsync(browser, Less);
            var ticket = Browser.TicketOf(await ConsentPageAsync(browser, More));
            var answering = browser.PostAsync("/consent", Allow(ticket, remember: "no"));
            var withdrawal = Task.Run(async () => await Setup.Store.RevokeConsentAsync(
                Known.Issuer, "alice", "app", Setup.Clock.GetUtcNow().AddMinutes(-20), default));
            await Task.WhenAll(answering, withdrawal);
            var answer = (await answering).MustBe(303);
            if (answer.Location!.StartsWith("/oauth2/authorize?", StringComparison.Ordinal))
            {
                asked++;
                continue;
            }
            codes++;
            (await browser.PostAsync("/oauth2/token", Known.Redemption(answer.Code))).MustRefuse("invalid_grant");
        }
        Assert.Equal(100, codes + asked);
    }

    [Theory]
    [InlineData(ClientSource.Operator, "app", "Operator none")]
    [InlineData(ClientSource.Registration, "app", "Registration none")]
    [InlineData(ClientSource.Operator, "https://app.example.org:8443/client", "Operator none")]
    [InlineData(ClientSource.MetadataDocument, "https://app.example.org:8443/client", "MetadataDocument app.example.org:8443")]
    public async Task The_prompt_says_who_says_what_the_client_is(ClientSource source, string id, string shown)
    {
        Setup.Store.RemoveClient("app");
        Setup.Store.AddClient((Known.App with { Id = id }).WithSource(source));
        var browser = new Browser(Pages());
        var page = await ConsentPageAsync(browser, More.With("client_id", id));
        var answer = await browser.GetAsync(page.Replace("/consent", "/source", StringComparison.Ordinal));
        Assert.Equal(shown, answer.MustBe(200).Text);
    }

    private Site Pages() => Start(map: app =>
    {
        app.MapGet("/scopes", (HttpContext http, ConsentInteraction consent) =>
            ShowAsync(http, consent, prompt => $"granted: {prompt.GrantedScope}, asked: {prompt.AskedScope}"));
        app.MapGet("/source", (HttpContext http, ConsentInteraction consent) =>
            ShowAsync(http, consent, prompt => $"{prompt.Source} {prompt.DocumentHost ?? "none"}"));
    });

    private static async Task<IResult> ShowAsync(HttpContext http, ConsentInteraction consent, Func<ConsentPrompt, string> text) =>
        (await consent.OpenAsync(http)).IsError(out _, out var prompt) ? Results.BadRequest() : Results.Text(text(prompt));

    private static async Task<string> ShownAsync(Browser browser, Parameters query, string user = "alice")
    {
        var page = await ConsentPageAsync(browser, query, user);
        return (await browser.GetAsync(page.Replace("/consent", "/scopes", StringComparison.Ordinal))).MustBe(200).Text;
    }

    private static Parameters Allow(string ticket, string remember = "yes") =>
        [("ticket", ticket), ("answer", "allow"), ("remember", remember)];

    private static async Task<Answer> AllowAsync(Browser browser, Parameters query, string remember = "yes", string? scope = null)
    {
        var form = Allow(Browser.TicketOf(await ConsentPageAsync(browser, query)), remember);
        return (await browser.PostAsync("/consent", scope is null ? form : [.. form, ("scope", scope)])).MustGiveCode();
    }
}
