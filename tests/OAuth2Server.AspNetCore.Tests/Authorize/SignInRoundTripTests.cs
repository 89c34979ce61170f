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
    [InlineData("GET", 3000, 302)]
    [InlineData("GET", 5000, 400)]
    [InlineData("POST", 3000, 303)]
    [InlineData("POST", 5000, 400)]
    public async Task An_over_long_request_is_refused_because_its_ticket_would_not_fit_into_a_url(string method, int length, int expected)
    {
        var browser = new Browser(Start());
        var query = Known.Authorization.Also("extra", new('x', length));
        var answer = method == "GET" ? await browser.GetAsync(AuthorizeUrl(query)) : await browser.PostAsync("/oauth2/authorize", query);
        answer.MustBe(expected);
        if (expected == 400) answer.MustShowPage("invalid_request");
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
