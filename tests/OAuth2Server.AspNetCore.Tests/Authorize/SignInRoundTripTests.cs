namespace OAuth2Server.AspNetCore.Tests.Authorize;

/// <summary>From the authorization endpoint through the application's sign-in and back.</summary>
public sealed class SignInRoundTripTests : SiteTests
{
    [Fact]
    public async Task Who_is_not_signed_in_is_challenged_and_comes_back_with_every_parameter()
    {
        var browser = new Browser(Start());
        var odd = Known.Authorization.With("state", "a&b=c+d %2F").Also("extra", "é");
        var challenge = (await browser.GetAsync(AuthorizeUrl(odd))).MustBe(302);
        Assert.StartsWith(Known.Issuer + "/login?ReturnUrl=%2Foauth2%2Fauthorize%3F", challenge.Location, StringComparison.Ordinal);

        var back = (await browser.PostAsync(challenge.Location!, ("username", "alice"))).MustBe(303);
        Assert.Equal(odd, back.LocationQuery());
        var answer = await browser.WalkAsync(back, ScriptedConsent.ByAlice);
        Assert.Equal("a&b=c+d %2F", answer.MustGiveCode().InLocation("state"));
    }

    [Fact]
    public async Task A_cross_site_post_becomes_the_get_with_the_same_parameters()
    {
        var browser = new Browser(Start());
        var answer = (await browser.PostAsync("/oauth2/authorize", Known.Authorization)).MustBe(303);
        Assert.StartsWith("/oauth2/authorize?", answer.Location, StringComparison.Ordinal);
        Assert.Equal(Known.Authorization, answer.LocationQuery());
        Assert.Equal("no-store", answer.Header("Cache-Control"));
    }

    [Fact]
    public async Task A_post_that_carries_the_cookie_goes_straight_to_consent()
    {
        var browser = new Browser(Start());
        await browser.SignInAsync("alice");
        var answer = (await browser.PostAsync("/oauth2/authorize", Known.Authorization)).MustBe(303);
        Assert.StartsWith("/consent?ticket=", answer.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_is_wrong_is_refused_before_anybody_signs_in()
    {
        var browser = new Browser(Start());
        (await browser.GetAsync(AuthorizeUrl(Known.Authorization.With("client_id", "nobody")))).MustShowPage("invalid_client");
        (await browser.GetAsync(AuthorizeUrl(Known.Authorization.With("scope", "z")))).MustRedirectError("invalid_scope");
        var evil = Known.Authorization.With("redirect_uri", "https://evil.example/cb");
        (await browser.PostAsync("/oauth2/authorize", evil)).MustShowPage("invalid_request");
    }

    [Theory]
    [InlineData("GET", 'x', 4800, 302)]
    [InlineData("GET", 'x', 5400, 0)]
    [InlineData("GET", '%', 1200, 302)]
    [InlineData("GET", '%', 1500, 0)]
    [InlineData("POST", 'x', 4800, 303)]
    [InlineData("POST", 'x', 5400, 0)]
    public async Task An_over_long_request_is_refused_to_the_client_because_it_would_not_fit_into_the_urls_of_the_pages(
        string method, char c, int length, int expected)
    {
        var browser = new Browser(Start());
        var query = Known.Authorization.Also("extra", new(c, length));
        var answer = method == "GET" ? await browser.GetAsync(AuthorizeUrl(query)) : await browser.PostAsync("/oauth2/authorize", query);
        if (expected != 0) answer.MustBe(expected);
        else answer.MustRedirectError("invalid_request");

        // Nothing is sent to an address that is not proven.
        var evil = query.With("redirect_uri", "https://evil.example/cb");
        (await browser.PostAsync("/oauth2/authorize", evil)).MustShowPage("invalid_request");
    }

    [Theory]
    [InlineData('x', 4096)]
    [InlineData('"', 1000)]
    public async Task No_url_on_the_way_of_a_long_state_is_longer_than_servers_take(char c, int length)
    {
        var browser = new Browser(Start());
        var state = new string(c, length);
        var login = (await browser.GetAsync(AuthorizeUrl(Known.Authorization.With("state", state)))).MustBe(302);
        await browser.SignInAsync("alice");
        var consent = (await browser.GetAsync(AuthorizeUrl(Known.Authorization.With("state", state)))).MustBe(303);
        Assert.All([login, consent], answer => Assert.InRange(answer.Location!.Length, length, 8000));
        Assert.Equal(state, (await browser.WalkAsync(consent, ScriptedConsent.ByAlice)).MustGiveCode().InLocation("state"));
    }

    [Fact]
    public async Task The_way_keeps_the_applications_path_base()
    {
        var browser = new Browser(Start(map: app =>
        {
            app.UsePathBase("/auth");
            app.UseRouting();
            app.UseAuthentication();
            app.UseAuthorization();
        }));
        var challenge = (await browser.GetAsync("/auth" + AuthorizeUrl(Known.Authorization))).MustBe(302);
        Assert.Contains("/auth/login?ReturnUrl=%2Fauth%2Foauth2%2Fauthorize", challenge.Location, StringComparison.Ordinal);
        await browser.SignInAsync("alice");
        var consent = await browser.GetAsync("/auth" + AuthorizeUrl(Known.Authorization));
        Assert.StartsWith("/auth/consent?ticket=", consent.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_consent_page_is_where_the_options_say()
    {
        var browser = new Browser(Start(s => s.Configure<OAuth2AspNetCoreOptions>(o => o.ConsentPath = "/may/it")));
        await browser.SignInAsync("alice");
        var consent = await browser.GetAsync(AuthorizeUrl(Known.Authorization));
        Assert.StartsWith("/may/it?ticket=", consent.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_signed_in_but_no_resource_owner_signs_in_again()
    {
        var browser = new Browser(Start(s => s.Configure<OAuth2AspNetCoreOptions>(o => o.User = _ => null)));
        await browser.SignInAsync("guest");
        await MustSignInAsync(browser);
    }

    [Fact]
    public async Task A_session_that_expired_signs_in_again()
    {
        var browser = new Browser(Start());
        await browser.SignInAsync("alice");
        Setup.Clock.Advance(TimeSpan.FromDays(15));
        await MustSignInAsync(browser);
    }

    private static async Task MustSignInAsync(Browser browser)
    {
        var challenge = (await browser.GetAsync(AuthorizeUrl(Known.Authorization))).MustBe(302);
        Assert.StartsWith(Known.Issuer + "/login?", challenge.Location, StringComparison.Ordinal);
    }
}
