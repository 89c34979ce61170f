namespace OAuth2Server.AspNetCore.Tests.Seams;

/// <summary>A check of authorization requests of another package, registered in one line.</summary>
public sealed class AuthorizationCheckTests : SiteTests
{
    private const string Error = "unmet_authentication_requirements";

    private readonly Switch _refusesAll = new();

    private Site WithCheck() => Start(server: s =>
    {
        s.AddSingleton(_refusesAll);
        Builder(s).AddAuthorizationCode().AddDeviceCode().AddAuthorizationCheck<NoAcrValues>();
    });

    [Fact]
    public async Task An_authorization_request_that_it_refuses_is_redirected_with_its_error()
    {
        var browser = new Browser(WithCheck());
        var refused = await browser.GetAsync(AuthorizeUrl(Known.Authorization.Also("acr_values", "high")));
        Assert.Equal(Known.State, refused.MustRedirectError(Error).InLocation("state"));
        await ConsentPageAsync(browser);
    }

    [Fact]
    public async Task It_runs_after_the_built_in_checks()
    {
        var browser = new Browser(WithCheck());
        var both = Known.Authorization.Also("acr_values", "high");
        (await browser.GetAsync(AuthorizeUrl(both.With("scope", "z")))).MustRedirectError("invalid_scope");
        (await browser.GetAsync(AuthorizeUrl(both.With("client_id", "unknown")))).MustShowPage("invalid_client");
    }

    [Fact]
    public async Task A_device_that_it_refuses_gets_its_error()
    {
        var site = WithCheck();
        (await FormAsync(site, "/oauth2/device_authorization", Known.DeviceAuthorization)).MustBe(200);
        Parameters refused = [.. Known.DeviceAuthorization, ("acr_values", "high")];
        (await FormAsync(site, "/oauth2/device_authorization", refused)).MustRefuse(Error);
    }

    [Fact]
    public async Task It_runs_again_when_the_user_answers()
    {
        var browser = new Browser(WithCheck());
        var ticket = Browser.TicketOf(await ConsentPageAsync(browser));
        _refusesAll.IsOn = true;
        (await browser.PostAsync("/consent", ("ticket", ticket), ("answer", "allow"))).MustBe(400);
        _refusesAll.IsOn = false;
        (await browser.PostAsync("/consent", ("ticket", ticket), ("answer", "allow"))).MustGiveCode();
    }

    [Fact]
    public async Task What_it_found_is_saved_with_the_code()
    {
        var browser = new Browser(WithCheck());
        var answer = await browser.WalkAsync(await browser.GetAsync(AuthorizeUrl(Known.Authorization)), ScriptedConsent.ByAlice);
        var code = await Setup.Store.GetAuthorizationCodeAsync(new(answer.Code), Records.Context(), TestContext.Current.CancellationToken);
        Assert.Equal("a b", code!.Properties["checked_scope"]);
    }

    private sealed class Switch
    {
        internal bool IsOn { get; set; }
    }

    private sealed class NoAcrValues(Switch refusesAll) : IAuthorizationCheck
    {
        public ValueTask<OAuthError?> CheckAsync(AuthorizationDraft draft, CancellationToken ct)
        {
            draft.Properties = draft.Properties.With("checked_scope", draft.Scope.ToString());
            return new(refusesAll.IsOn || draft.Context["acr_values"] is not null
                ? new OAuthError(Error, "The server has no such sign-in.")
                : null);
        }
    }
}
