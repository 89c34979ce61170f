using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OAuth2Server.AspNetCore.Tests.Authorize;

/// <summary>Who allowed something once need not be asked again, if the client can prove who it is (RFC 8252 §8.6).</summary>
public sealed class RememberedConsentTests : SiteTests
{
    private const string Loopback = "http://127.0.0.1:7000/cb";

    [Fact]
    public async Task What_was_allowed_and_remembered_is_not_asked_again()
    {
        var browser = new Browser(Start());
        await AllowAsync(browser, Known.Authorization);
        (await browser.GetAsync(AuthorizeUrl(Known.Authorization))).MustGiveCode();
        (await browser.GetAsync(AuthorizeUrl(Known.Authorization.With("scope", "b")))).MustGiveCode();
    }

    [Fact]
    public async Task What_was_allowed_once_only_is_asked_again()
    {
        var browser = new Browser(Start());
        await AllowAsync(browser, Known.Authorization, remember: "no");
        await MustAskAsync(browser, Known.Authorization);
    }

    [Fact]
    public async Task A_scope_that_was_not_granted_before_is_asked_for()
    {
        var browser = new Browser(Start());
        await AllowAsync(browser, Known.Authorization);
        await MustAskAsync(browser, Known.Authorization.With("scope", "a c"));
        await AllowAsync(browser, Known.Authorization.With("scope", "c"));
        (await browser.GetAsync(AuthorizeUrl(Known.Authorization.With("scope", "a b c")))).MustGiveCode();
    }

    [Fact]
    public async Task Only_what_was_allowed_is_remembered_not_what_was_asked_for()
    {
        var browser = new Browser(Start());
        await AllowAsync(browser, Known.Authorization, scope: "a");
        await MustAskAsync(browser, Known.Authorization);
        (await browser.GetAsync(AuthorizeUrl(Known.Authorization.With("scope", "a")))).MustGiveCode();
    }

    [Fact]
    public async Task A_scope_that_was_not_asked_for_is_not_remembered()
    {
        var browser = new Browser(Start());
        await AllowAsync(browser, Known.Authorization.With("scope", "a"), scope: "a c");
        await MustAskAsync(browser, Known.Authorization.With("scope", "c"));
    }

    [Fact]
    public async Task Another_user_and_another_client_are_asked()
    {
        var site = Start();
        var browser = new Browser(site);
        await AllowAsync(browser, Known.Authorization);
        await MustAskAsync(browser, Known.WebAuthorization);
        var other = new Browser(site);
        await other.SignInAsync("bob");
        await MustAskAsync(other, Known.Authorization);
    }

    [Theory]
    [InlineData(ClientType.Public, Loopback, false)]
    [InlineData(ClientType.Public, "com.example.app:/cb", false)]
    [InlineData(ClientType.Public, Known.AppUri, true)]
    [InlineData(ClientType.Confidential, Loopback, true)]
    public async Task Only_a_client_that_proves_its_identity_skips_the_page(ClientType type, string redirectUri, bool skips)
    {
        var client = Known.App with { Id = "some", Type = type, RedirectUris = [redirectUri] };
        Setup.Store.AddClient(client, type == ClientType.Confidential ? Known.WebSecret : null);
        var browser = new Browser(Start());
        var query = Known.Authorization.With("client_id", "some").With("redirect_uri", redirectUri);
        await AllowAsync(browser, query);
        // Even a consent that was saved by other means does not let it through.
        var consent = new Consent
        {
            Issuer = Known.Issuer,
            Subject = "alice",
            ClientId = "some",
            Scope = Scope.Of("a", "b"),
            GrantedAt = Setup.Clock.GetUtcNow(),
        };
        await Setup.Store.SaveConsentAsync(consent, await Setup.Store.GetConsentAsync(Known.Issuer, "alice", "some", default), default);
        if (skips) (await browser.GetAsync(AuthorizeUrl(query))).MustGiveCode();
        else await MustAskAsync(browser, query);
    }

    [Theory]
    [InlineData(ClientType.Public, Loopback, false)]
    [InlineData(ClientType.Public, "com.example.app:/cb", false)]
    [InlineData(ClientType.Public, Known.AppUri, true)]
    [InlineData(ClientType.Confidential, Loopback, true)]
    public async Task A_first_party_client_skips_the_page_only_if_it_proves_its_identity(ClientType type, string redirectUri, bool skips)
    {
        var client = Known.App with { Id = "some", Type = type, RedirectUris = [redirectUri], FirstParty = true };
        Setup.Store.AddClient(client, type == ClientType.Confidential ? Known.WebSecret : null);
        var browser = new Browser(Start());
        await browser.SignInAsync("alice");
        var query = Known.Authorization.With("client_id", "some").With("redirect_uri", redirectUri);
        if (skips) (await browser.GetAsync(AuthorizeUrl(query))).MustGiveCode();
        else await MustAskAsync(browser, query);
    }

    [Fact]
    public async Task The_user_of_a_first_party_client_signs_in_first()
    {
        Setup.Store.AddClient(Known.App with { FirstParty = true });
        var answer = (await new Browser(Start()).GetAsync(AuthorizeUrl(Known.Authorization))).MustBe(302);
        Assert.Contains("login", answer.Location, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Withdrawing_asks_again_and_ends_what_was_issued()
    {
        var site = Start();
        var browser = new Browser(site);
        var answer = await AllowAsync(browser, Known.Authorization);
        var issued = (await browser.PostAsync("/oauth2/token", Known.Redemption(answer.Code))).MustIssue();
        (await BearerAsync(site, "/resource/a", issued.AccessToken)).MustBe(200);

        Setup.Clock.Advance(TimeSpan.FromSeconds(1));
        await Setup.Store.RevokeConsentAsync(Known.Issuer, "alice", "app", Setup.Clock.GetUtcNow(), default);

        (await BearerAsync(site, "/resource/a", issued.AccessToken)).MustBe(401);
        (await browser.PostAsync("/oauth2/token", Known.Refresh(issued.RefreshToken))).MustRefuse("invalid_grant");
        await MustAskAsync(browser, Known.Authorization);
    }

    [Fact]
    public async Task A_model_without_consents_always_asks()
    {
        Setup.Model = new DelegatingModel(Setup.Store);
        var browser = new Browser(Start());
        await AllowAsync(browser, Known.Authorization);
        await MustAskAsync(browser, Known.Authorization);
    }

    [Fact]
    public async Task A_decision_that_took_no_effect_is_not_remembered()
    {
        var refuses = true;
        Setup.Policies = new()
        {
            ScopeValidator = new ScopeFor(user =>
                refuses && user is not null ? OAuthError.InvalidScope("Not for this user.") : Scope.Of("a", "b")),
        };
        var browser = new Browser(Start());
        var ticket = Browser.TicketOf(await ConsentPageAsync(browser));
        Parameters form = [("ticket", ticket), ("answer", "allow"), ("remember", "yes")];
        (await browser.PostAsync("/consent", form)).MustRedirectError("invalid_scope");
        refuses = false;
        await MustAskAsync(browser, Known.Authorization);
    }

    [Fact]
    public async Task Consents_that_cannot_be_read_or_saved_only_make_the_page_come_again()
    {
        using var log = new CapturedLog();
        Setup.Logging = log;
        var browser = new Browser(Start(services => services.Replace(ServiceDescriptor.Singleton<IConsentModel, BrokenConsents>())));
        await AllowAsync(browser, Known.Authorization);
        await MustAskAsync(browser, Known.Authorization);
        // To read before the page, to read before saving, and to read before the page again.
        Assert.Equal(3, log.Events.Count(e => e == (LogLevel.Error, "ConsentFailed")));
    }

    private static async Task<Answer> AllowAsync(Browser browser, Parameters query, string remember = "yes", string? scope = null)
    {
        var ticket = Browser.TicketOf(await ConsentPageAsync(browser, query));
        Parameters form = [("ticket", ticket), ("answer", "allow"), ("remember", remember)];
        return (await browser.PostAsync("/consent", scope is null ? form : [.. form, ("scope", scope)])).MustGiveCode();
    }

    private static async Task MustAskAsync(Browser browser, Parameters query) =>
        Assert.StartsWith("/consent?ticket=", (await browser.GetAsync(AuthorizeUrl(query))).MustBe(303).Location, StringComparison.Ordinal);

    private sealed class ScopeFor(Func<User?, Outcome<Scope>> answer) : IScopeValidator
    {
        public ValueTask<Outcome<Scope>> ValidateScopeAsync(
            User? user, Client client, Scope? requested, OAuthContext context, CancellationToken ct) => new(answer(user));

        public ValueTask<Outcome<Scope>> RevalidateScopeAsync(
            User? user, Client client, Scope granted, OAuthContext context, CancellationToken ct) => new(granted);
    }

    private sealed class BrokenConsents : IConsentModel
    {
        public ValueTask<Consent?> GetConsentAsync(string issuer, string subject, string clientId, CancellationToken ct) =>
            throw new InvalidOperationException("The store is away.");

        public ValueTask<IReadOnlyList<Consent>> GetConsentsAsync(string issuer, string subject, CancellationToken ct) =>
            throw new InvalidOperationException("The store is away.");

        public ValueTask<bool> SaveConsentAsync(Consent consent, Consent? replaced, CancellationToken ct) =>
            throw new InvalidOperationException("The store is away.");

        public ValueTask<bool> SaveConsentedCodeAsync(
            AuthorizationCode code, Consent consent, OAuthContext context, CancellationToken ct) =>
            throw new InvalidOperationException("The store is away.");

        public ValueTask RevokeConsentAsync(string issuer, string subject, string clientId, DateTimeOffset now, CancellationToken ct) =>
            throw new InvalidOperationException("The store is away.");
    }
}
