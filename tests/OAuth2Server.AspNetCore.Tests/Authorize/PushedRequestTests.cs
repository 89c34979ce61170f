namespace OAuth2Server.AspNetCore.Tests.Authorize;

/// <summary>A pushed request on its way through the sign-in and the consent page.</summary>
[RfcSection("RFC 9126", "4")]
public sealed class PushedRequestTests : SiteTests
{
    private static Parameters Demanding { get; } =
        Known.Authorization.Also("acr_values", "phr").Also("login_hint", "alice").Also("ui_locales", "de fr").Also("prompt", "none");

    [Fact]
    public async Task The_browser_carries_the_reference_and_nothing_else()
    {
        var site = Start();
        var (browser, pushed) = (new Browser(site), await PushAsync(site));
        var login = (await browser.GetAsync(AuthorizeUrl(pushed.Also("state", "x").Also("scope", "z")))).MustBe(302);
        var back = (await browser.PostAsync(login.Location!, ("username", "alice"))).MustBe(303);
        Assert.Equal(pushed, back.LocationQuery());
        var consent = (await browser.GetAsync(back.Location!)).MustBe(303);
        Assert.Contains("app wants a b", (await browser.GetAsync(consent.Location!)).MustBe(200).Text, StringComparison.Ordinal);
        var answer = (await browser.WalkAsync(consent, ScriptedConsent.ByAlice)).MustGiveCode();
        Assert.Equal(Known.State, answer.InLocation("state"));
        (await browser.PostAsync("/oauth2/token", Known.Redemption(answer.Code))).MustIssue();
    }

    [Fact]
    public async Task Reloads_the_back_button_and_a_second_tab_work_until_there_is_an_answer()
    {
        var site = Start();
        var (browser, pushed) = (new Browser(site), await PushAsync(site));
        for (var i = 0; i < 3; i++) (await browser.GetAsync(AuthorizeUrl(pushed))).MustBe(302);
        await browser.SignInAsync("alice");
        var tab = (await browser.GetAsync(AuthorizeUrl(pushed))).MustBe(303).Location!;
        var other = (await browser.GetAsync(AuthorizeUrl(pushed))).MustBe(303).Location!;
        for (var i = 0; i < 2; i++) (await browser.GetAsync(tab)).MustBe(200);

        (await AnswerAsync(browser, other, "allow")).MustGiveCode();
        // The ticket of the first tab was not used, and the request was.
        (await AnswerAsync(browser, tab, "allow")).MustBe(400);
        var again = (await AnswerAsync(browser, other, "allow")).MustBe(400);
        Assert.Null(again.Location);
        (await browser.GetAsync(AuthorizeUrl(pushed))).MustShowPage("invalid_request_uri");
    }

    [Fact]
    public async Task A_denial_ends_it()
    {
        var site = Start();
        var (browser, pushed) = (new Browser(site), await PushAsync(site));
        await browser.SignInAsync("alice");
        var page = (await browser.GetAsync(AuthorizeUrl(pushed))).MustBe(303).Location!;
        (await AnswerAsync(browser, page, "deny")).MustRedirectError("access_denied");
        (await AnswerAsync(browser, page, "allow")).MustBe(400);
    }

    [Fact]
    public async Task A_sign_in_may_take_fifty_minutes()
    {
        var site = Start();
        var (browser, pushed) = (new Browser(site), await PushAsync(site));
        var login = (await browser.GetAsync(AuthorizeUrl(pushed))).MustBe(302);
        Setup.Clock.Advance(TimeSpan.FromMinutes(50));
        (await browser.WalkAsync(login, ScriptedConsent.ByAlice)).MustGiveCode();
    }

    [Fact]
    [RfcSection("RFC 9126", "2.2")]
    public async Task A_first_visit_that_is_late_is_refused_before_anybody_signs_in()
    {
        var site = Start();
        var (browser, pushed) = (new Browser(site), await PushAsync(site));
        Setup.Clock.Advance(TimeSpan.FromSeconds(60));
        (await browser.GetAsync(AuthorizeUrl(pushed))).MustShowPage("invalid_request_uri");
    }

    [Fact]
    public async Task A_post_becomes_the_get_with_the_reference()
    {
        var site = Start();
        var (browser, pushed) = (new Browser(site), await PushAsync(site));
        var answer = (await browser.PostAsync("/oauth2/authorize", pushed.Also("scope", "z"))).MustBe(303);
        Assert.Equal(pushed, answer.LocationQuery());
        (await browser.WalkAsync(answer, ScriptedConsent.ByAlice)).MustGiveCode();
    }

    [Fact]
    public async Task A_completion_without_a_page_is_its_answer_too()
    {
        Setup.Store.AddClient(Known.App with { FirstParty = true });
        var site = Start();
        var (browser, pushed) = (new Browser(site), await PushAsync(site));
        await browser.SignInAsync("alice");
        (await browser.GetAsync(AuthorizeUrl(pushed))).MustGiveCode();
        (await browser.GetAsync(AuthorizeUrl(pushed))).MustShowPage("invalid_request_uri");
    }

    [Fact]
    [RfcSection("RFC 9470", "5")]
    public async Task The_sign_in_page_sees_the_pushed_parameters()
    {
        var prompts = new List<SignInPrompt>();
        var site = Start(map: app => app.MapGet("/prompt", async (HttpContext http, SignInInteraction signIn, string? returnUrl) =>
            prompts.Add(await signIn.ReadAsync(http, returnUrl))));
        var (browser, pushed) = (new Browser(site), await PushAsync(site, Demanding.Without("prompt")));
        var login = (await browser.GetAsync(AuthorizeUrl(pushed))).MustBe(302);
        (await browser.GetAsync("/prompt?returnUrl=" + login.Location!.Split("ReturnUrl=")[1])).MustBe(200);

        var prompt = Assert.Single(prompts);
        Assert.True(prompt.MustSignIn);
        Assert.Equal(("app", "alice"), (prompt.ClientId, prompt.LoginHint));
        Assert.Equal(["phr"], prompt.ContextClasses);
        Assert.Equal(["de", "fr"], prompt.UiLocales);

        var foreign = "/oauth2/authorize?" + WireRequest.Encode(pushed.With("client_id", "web"));
        (await browser.GetAsync("/prompt?returnUrl=" + Uri.EscapeDataString(foreign))).MustBe(200);
        Assert.Null(prompts[1].LoginHint);
    }

    [Fact]
    [RfcSection("RFC 9470", "5")]
    public async Task A_sign_in_that_is_too_weak_is_followed_by_another_one_and_then_by_the_error()
    {
        var site = Start();
        var (browser, pushed) = (new Browser(site), await PushAsync(site, Known.Authorization.Also("acr_values", "phr")));
        await browser.PostAsync("/login?ReturnUrl=%2F", ("username", "alice"), ("acr", "pwd"), ("session", "1"));
        var login = (await browser.GetAsync(AuthorizeUrl(pushed))).MustBe(302);
        var weak = (await browser.PostAsync(login.Location!, ("username", "alice"), ("acr", "pwd"), ("session", "2"))).MustBe(303);
        (await browser.GetAsync(weak.Location!)).MustRedirectError("unmet_authentication_requirements");

        // The error is no answer of the user: the client may send the browser again.
        login = (await browser.GetAsync(AuthorizeUrl(pushed))).MustBe(302);
        var strong = (await browser.PostAsync(login.Location!, ("username", "alice"), ("acr", "phr"), ("session", "3"))).MustBe(303);
        (await browser.WalkAsync(strong, ScriptedConsent.ByAlice)).MustGiveCode();
    }

    [Fact]
    [RfcSection("RFC 9101", "5.1")]
    public async Task A_request_object_goes_on_by_reference_so_that_its_end_does_not_end_the_sign_in()
    {
        var objects = new ScriptedRequestObjects { ExpiresAt = Setup.Clock.GetUtcNow().AddMinutes(5) };
        Setup.RequestObjects = objects;
        var browser = new Browser(Start());
        Parameters byValue = [("client_id", "app"), ("request", ScriptedRequestObjects.Of(Known.Authorization))];
        var login = (await browser.GetAsync(AuthorizeUrl(byValue))).MustBe(302);
        Assert.DoesNotContain("signed.", login.Location, StringComparison.Ordinal);
        Setup.Clock.Advance(TimeSpan.FromMinutes(50));
        var back = (await browser.PostAsync(login.Location!, ("username", "alice"))).MustBe(303);
        Assert.Equal(["client_id", "request_uri"], back.LocationQuery().Select(pair => pair.Name));
        (await browser.WalkAsync(back, ScriptedConsent.ByAlice)).MustGiveCode();
        (await browser.GetAsync(AuthorizeUrl(byValue))).MustShowPage("invalid_request_object");
    }

    [Fact]
    [RfcSection("RFC 9101", "5.1")]
    public async Task One_object_that_is_sent_without_end_does_not_fill_the_store_and_still_works()
    {
        Setup.RequestObjects = new ScriptedRequestObjects();
        var browser = new Browser(Start());
        Parameters byValue = [("client_id", "app"), ("request", ScriptedRequestObjects.Of(Known.Authorization))];
        for (var i = 0; i < 510; i++) await browser.GetAsync(AuthorizeUrl(byValue));
        Assert.Equal(501, Setup.Store.Pushed.Count);
        var login = (await browser.GetAsync(AuthorizeUrl(byValue))).MustBe(302);
        Assert.Contains("signed.", login.Location, StringComparison.Ordinal);
        (await browser.WalkAsync(login, ScriptedConsent.ByAlice)).MustGiveCode();
    }

    [Fact]
    public async Task A_page_of_another_origin_may_push_for_its_public_client()
    {
        var answer = await FormAsync(Start(), "/oauth2/par", Known.Authorization, ("Origin", "https://app.example.org"));
        Assert.Equal("https://app.example.org", answer.MustBe(201).Header("Access-Control-Allow-Origin"));
    }

    private static async Task<Parameters> PushAsync(Site site, Parameters? form = null) =>
        Known.Pushed((await FormAsync(site, "/oauth2/par", form ?? Known.Authorization)).MustBe(201)["request_uri"]!);

    private static async Task<Answer> AnswerAsync(Browser browser, string page, string answer)
    {
        var sent = await browser.PostAsync("/consent", ("ticket", Browser.TicketOf(page)), ("answer", answer));
        return sent.Location?.StartsWith('/') == true ? await browser.GetAsync(sent.Location) : sent;
    }
}
