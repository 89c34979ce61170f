namespace OAuth2Server.AspNetCore.Tests.Authorize;

/// <summary>Authorization details and the consent page (RFC 9396): the user reads each object, each time.</summary>
[RfcSection("RFC 9396", "3")]
public sealed class AuthorizationDetailsTests : SiteTests
{
    private const string ToBob = """[{"type":"transfer","to":"Bob"}]""";
    private const string ToEve = """[{"type":"transfer","to":"Eve"},{"type":"transfer","to":"Mallory"}]""";

    private static Parameters Request(string details = ToBob) => Known.Authorization.With("authorization_details", details);

    private Site WithType(Action<IServiceCollection>? more = null) => Start(
        more, server: services => Builder(services).AddAuthorizationCode().AddRefreshToken().AddAuthorizationDetailsType<TransferType>());

    private static async Task MustAskAsync(Browser browser, Parameters query) =>
        Assert.StartsWith("/consent?ticket=", (await browser.GetAsync(AuthorizeUrl(query))).MustBe(303).Location, StringComparison.Ordinal);

    private static async Task AllowAsync(Browser browser, Parameters query)
    {
        var ticket = Browser.TicketOf((await browser.GetAsync(AuthorizeUrl(query))).MustBe(303).Location!);
        (await browser.PostAsync("/consent", ("ticket", ticket), ("answer", "allow"), ("remember", "yes"))).MustGiveCode();
    }

    [Fact]
    public async Task A_type_that_is_added_as_a_class_is_known_and_each_object_is_shown()
    {
        var browser = new Browser(WithType());
        var page = await browser.GetAsync(await ConsentPageAsync(browser, Request(ToEve)));
        Assert.Equal("app wants a b; Send money to Eve; Send money to Mallory", page.MustBe(200).Text);
        var metadata = (await browser.GetAsync(Known.Metadata)).MustBe(200);
        Assert.Equal("""["transfer"]""", metadata.Json.GetProperty("authorization_details_types_supported").GetRawText());
    }

    [Fact]
    public async Task The_page_shows_those_of_a_pushed_request()
    {
        var site = WithType();
        var pushed = (await new Browser(site).PostAsync("/oauth2/par", Request())).MustBe(201);
        var browser = new Browser(site);
        var page = await browser.GetAsync(await ConsentPageAsync(browser, Known.Pushed(pushed["request_uri"]!)));
        Assert.Equal("app wants a b; Send money to Bob", page.MustBe(200).Text);
    }

    [Fact]
    public async Task A_page_whose_request_is_not_valid_any_more_is_not_shown()
    {
        var browser = new Browser(WithType());
        var page = await ConsentPageAsync(browser, Request());
        Setup.Store.AddClient(Known.App.WithAuthorizationDetailsTypes([]));
        (await browser.GetAsync(page)).MustBe(400);
        (await browser.PostAsync("/consent", ("ticket", Browser.TicketOf(page)), ("answer", "allow"))).MustBe(400);
    }

    [Fact]
    public async Task A_remembered_consent_covers_no_details()
    {
        var browser = new Browser(WithType());
        await browser.SignInAsync("alice");
        await AllowAsync(browser, Known.Authorization);
        (await browser.GetAsync(AuthorizeUrl(Known.Authorization))).MustGiveCode();
        await MustAskAsync(browser, Request());
        await AllowAsync(browser, Request());
        await MustAskAsync(browser, Request());
        await MustAskAsync(browser, Request(ToEve));
        // The scope that was allowed beside details is remembered.
        (await browser.GetAsync(AuthorizeUrl(Known.Authorization))).MustGiveCode();
    }

    [Fact]
    public async Task A_request_without_pages_gets_consent_required()
    {
        var browser = new Browser(WithType(services => services.AddSingleton<IAuthorizationCheck, WithoutPages>()));
        await browser.SignInAsync("alice");
        await AllowAsync(browser, Known.Authorization);
        (await browser.GetAsync(AuthorizeUrl(Known.Authorization.With("quiet", "1")))).MustGiveCode();
        (await browser.GetAsync(AuthorizeUrl(Request().With("quiet", "1")))).MustRedirectError("consent_required");
    }

    private sealed class WithoutPages : IAuthorizationCheck
    {
        public ValueTask<OAuthError?> CheckAsync(AuthorizationDraft draft, CancellationToken ct)
        {
            if (draft.Context["quiet"] is not null) draft.Interaction = draft.Interaction with { WithoutPages = true };
            return default;
        }
    }

    private sealed class TransferType : AuthorizationDetailsType
    {
        public override string Type => "transfer";

        public override IReadOnlyCollection<string> Members => ["to"];

        public override ValueTask<string?> ValidateAsync(
            AuthorizationDetail detail, Client client, OAuthContext context, CancellationToken ct) =>
            new(detail.Json.TryGetProperty("to", out _) ? null : "A transfer needs the member to.");

        public override string Describe(AuthorizationDetail detail) => $"Send money to {detail.Json.GetProperty("to")}";
    }
}
