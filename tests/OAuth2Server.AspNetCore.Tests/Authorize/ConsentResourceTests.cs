using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OAuth2Server.AspNetCore.Tests.Authorize;

/// <summary>A remembered consent counts for the scope and the resources that were allowed together, and while it stands.</summary>
public sealed class ConsentResourceTests : SiteTests
{
    private static readonly Parameters AtNone = Known.Authorization;
    private static readonly Parameters AtPhotos = Known.Authorization.With("resource", Known.Photos);
    private static readonly Parameters AtMail = Known.Authorization.With("resource", Known.Mail);

    public ConsentResourceTests() =>
        Setup.Options.Resources = [new() { Resource = Known.Photos }, new() { Resource = Known.Mail }];

    [Fact]
    [RfcSection("RFC 8707", "2")]
    public async Task A_consent_for_one_resource_covers_no_other_and_no_request_without_one()
    {
        var browser = new Browser(Start());
        await AllowAsync(browser, AtPhotos);
        await IsSilentAsync(browser, AtPhotos);
        await IsSilentAsync(browser, AtPhotos.With("scope", "b"));
        await IsAskedAsync(browser, AtMail);
        await IsAskedAsync(browser, AtNone);
        await IsAskedAsync(browser, [.. AtPhotos, ("resource", Known.Mail)]);
    }

    [Fact]
    [RfcSection("RFC 8707", "2")]
    public async Task A_consent_without_a_resource_covers_no_request_with_one()
    {
        var browser = new Browser(Start());
        await AllowAsync(browser, AtNone);
        await IsSilentAsync(browser, AtNone);
        await IsAskedAsync(browser, AtPhotos);
    }

    [Fact]
    [RfcSection("RFC 8707", "2")]
    public async Task What_was_allowed_at_one_resource_is_not_allowed_at_another()
    {
        var browser = new Browser(Start());
        await AllowAsync(browser, AtPhotos.With("scope", "a"));
        await AllowAsync(browser, AtMail.With("scope", "b"));
        await IsSilentAsync(browser, AtPhotos.With("scope", "a"));
        await IsSilentAsync(browser, AtMail.With("scope", "b"));
        await IsAskedAsync(browser, AtPhotos.With("scope", "b"));
        await IsAskedAsync(browser, AtMail.With("scope", "a"));
        await IsAskedAsync(browser, [.. AtPhotos.With("scope", "a"), ("resource", Known.Mail)]);
    }

    [Fact]
    public async Task A_request_for_several_resources_is_covered_when_each_of_them_allows_all_of_its_scope()
    {
        var browser = new Browser(Start());
        await AllowAsync(browser, AtPhotos);
        await AllowAsync(browser, AtMail);
        await IsSilentAsync(browser, [.. AtPhotos, ("resource", Known.Mail)]);
    }

    [Fact]
    public async Task Another_spelling_of_the_resource_is_the_same_resource()
    {
        var browser = new Browser(Start());
        await AllowAsync(browser, AtPhotos);
        await IsSilentAsync(browser, Known.Authorization.With("resource", Known.Photos.Replace("photos.", "PHOTOS.")));
    }

    [Fact]
    public async Task A_scope_that_is_left_unchecked_is_asked_for_again()
    {
        var browser = new Browser(Start());
        await AllowAsync(browser, AtNone);
        await AllowAsync(browser, AtPhotos);
        await AllowAsync(browser, AtNone.With("scope", "a b c"), scope: "a c");
        await IsSilentAsync(browser, AtNone.With("scope", "a c"));
        await IsAskedAsync(browser, AtNone);
        await IsSilentAsync(browser, AtPhotos);
    }

    [Fact]
    public async Task A_scope_that_is_left_unchecked_in_an_answer_for_this_once_is_asked_for_again_and_the_rest_is_not()
    {
        var browser = new Browser(Start());
        await AllowAsync(browser, AtNone);
        await AllowAsync(browser, AtNone.With("scope", "a b c"), scope: "a c", remember: "no");
        await IsSilentAsync(browser, AtNone.With("scope", "a"));
        await IsAskedAsync(browser, AtNone.With("scope", "b"));
        await IsAskedAsync(browser, AtNone.With("scope", "c"));
    }

    [Fact]
    public async Task To_allow_nothing_of_a_scope_takes_it_away()
    {
        var site = Start();
        var browser = new Browser(site);
        await AllowAsync(browser, AtNone);
        var ticket = Browser.TicketOf(await ConsentPageAsync(browser, AtNone.With("scope", "b c")));
        Parameters form = [("ticket", ticket), ("answer", "allow"), ("scope", ""), ("remember", "yes")];
        (await browser.PostAsync("/consent", form)).MustBe(303);
        await IsSilentAsync(browser, AtNone.With("scope", "a"));
        await IsAskedAsync(browser, AtNone.With("scope", "b"));
    }

    [Fact]
    public async Task A_denial_changes_nothing_of_what_is_remembered()
    {
        var browser = new Browser(Start());
        await AllowAsync(browser, AtNone);
        var ticket = Browser.TicketOf(await ConsentPageAsync(browser, AtNone.With("scope", "a b c")));
        (await browser.PostAsync("/consent", [("ticket", ticket), ("answer", "deny")])).MustRedirectError("access_denied");
        await IsSilentAsync(browser, AtNone);
    }

    /// <summary>The look at the consent and the save of the code are one step: the user is asked, and the client gets no error.</summary>
    [Fact]
    public async Task A_consent_that_is_withdrawn_after_it_was_read_asks_the_user()
    {
        var consents = new WithdrawnOnceRead(Setup);
        var browser = new Browser(Start(services => services.Replace(ServiceDescriptor.Singleton<IConsentModel>(consents))));
        await AllowAsync(browser, AtNone);
        await IsSilentAsync(browser, AtNone);
        consents.Withdraws = true;
        var before = Setup.Store.Count;
        await IsAskedAsync(browser, AtNone);
        // The withdrawal revoked the two codes, and no other was saved.
        Assert.True(Setup.Store.Count <= before - 2, $"{before} records became {Setup.Store.Count}.");
    }

    /// <summary>An answer that was on its way does not bring back what is withdrawn meanwhile.</summary>
    [Fact]
    public async Task An_answer_does_not_bring_back_a_consent_that_is_withdrawn_meanwhile()
    {
        var consents = new WithdrawnOnceRead(Setup);
        var browser = new Browser(Start(services => services.Replace(ServiceDescriptor.Singleton<IConsentModel>(consents))));
        await AllowAsync(browser, AtNone);
        var ticket = Browser.TicketOf(await ConsentPageAsync(browser, AtNone.With("scope", "c")));
        consents.Withdraws = true;
        (await browser.PostAsync("/consent", [("ticket", ticket), ("answer", "allow"), ("remember", "yes")])).MustGiveCode();
        consents.Withdraws = false;
        await IsAskedAsync(browser, AtNone);
        Assert.Null(await Setup.Store.GetConsentAsync(Known.Issuer, "alice", "app", default));
    }

    /// <summary>The clock of the node that withdraws is behind: the time of the withdrawal does not end the code.</summary>
    [Fact]
    public async Task No_silent_code_survives_a_withdrawal_at_the_same_moment()
    {
        var site = Start();
        var browser = new Browser(site);
        var (codes, asked) = (0, 0);
        for (var round = 0; round < 200; round++)
        {
            await AllowAsync(browser, AtNone);
            var silent = browser.GetAsync(AuthorizeUrl(AtNone));
            var withdrawal = Task.Run(async () => await Setup.Store.RevokeConsentAsync(
                Known.Issuer, "alice", "app", Setup.Clock.GetUtcNow().AddMinutes(-20), default));
            await Task.WhenAll(silent, withdrawal);
            var answer = (await silent).MustBe(303);
            if (answer.Location!.StartsWith("/consent", StringComparison.Ordinal))
            {
                asked++;
                continue;
            }
            codes++;
            (await browser.PostAsync("/oauth2/token", Known.Redemption(answer.Code))).MustRefuse("invalid_grant");
        }
        Assert.Equal(200, codes + asked);
    }

    private static async Task AllowAsync(Browser browser, Parameters query, string remember = "yes", string? scope = null)
    {
        var ticket = Browser.TicketOf(await ConsentPageAsync(browser, query));
        Parameters form = [("ticket", ticket), ("answer", "allow"), ("remember", remember)];
        (await browser.PostAsync("/consent", scope is null ? form : [.. form, ("scope", scope)])).MustGiveCode();
    }

    private static async Task IsAskedAsync(Browser browser, Parameters query) =>
        Assert.StartsWith("/consent?ticket=", (await browser.GetAsync(AuthorizeUrl(query))).MustBe(303).Location, StringComparison.Ordinal);

    private static async Task IsSilentAsync(Browser browser, Parameters query) =>
        (await browser.GetAsync(AuthorizeUrl(query))).MustGiveCode();

    /// <summary>Consents that the user withdraws, in another window, after each look-up.</summary>
    private sealed class WithdrawnOnceRead(Setup setup) : IConsentModel
    {
        public bool Withdraws { get; set; }

        public async ValueTask<Consent?> GetConsentAsync(string issuer, string subject, string clientId, CancellationToken ct)
        {
            var found = await setup.Store.GetConsentAsync(issuer, subject, clientId, ct);
            // By the clock of a node that is behind.
            if (Withdraws && found is not null) await RevokeConsentAsync(issuer, subject, clientId, found.GrantedAt.AddHours(-1), ct);
            return found;
        }

        public ValueTask<IReadOnlyList<Consent>> GetConsentsAsync(string issuer, string subject, CancellationToken ct) =>
            setup.Store.GetConsentsAsync(issuer, subject, ct);

        public ValueTask<bool> SaveConsentAsync(Consent consent, Consent? replaced, CancellationToken ct) =>
            setup.Store.SaveConsentAsync(consent, replaced, ct);

        public ValueTask<bool> SaveConsentedCodeAsync(
            AuthorizationCode code, Consent consent, OAuthContext context, CancellationToken ct) =>
            setup.Store.SaveConsentedCodeAsync(code, consent, context, ct);

        public ValueTask RevokeConsentAsync(string issuer, string subject, string clientId, DateTimeOffset now, CancellationToken ct) =>
            setup.Store.RevokeConsentAsync(issuer, subject, clientId, now, ct);
    }
}
