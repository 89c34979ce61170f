using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="IConsentModel"/>: what a withdrawal revokes, and what it does not.</content>
public abstract partial class ModelContract
{
    /// <summary>A resource owner who withdraws a consent ends every session of that client.</summary>
    [Fact, Capability(typeof(IConsentModel))]
    public async Task Withdrawing_a_consent_ends_every_authorization_of_the_pair()
    {
        await using var store = await OpenAsync<IConsentModel, IAuthorizationModel>();
        var family = await SaveFamilyAsync(store, store.New.Authorization());
        var justNow = await SaveFamilyAsync(store, store.New.Authorization() with { GrantedAt = store.Clock.GetUtcNow() });
        await WithdrawAsync(store, NewConsent(store));

        await IsRevokedAsync(store, family, "After RevokeConsentAsync");
        await IsRevokedAsync(store, justNow, "After RevokeConsentAsync at the time of the grant");
        await IsRevokedAsync(store, await SaveFamilyAsync(store, family.Authorization), "Saved after RevokeConsentAsync,");
    }

    /// <summary>The caller that consumes a credential goes on to issue tokens: after a withdrawal it must not.</summary>
    [Fact, Capability(typeof(IConsentModel))]
    public async Task What_was_granted_before_a_withdrawal_cannot_be_consumed()
    {
        await using var store = await OpenAsync<IConsentModel, IAuthorizationModel>();
        var family = await SaveFamilyAsync(store, store.New.Authorization());
        var exchanged = await SaveFamilyAsync(store, store.New.Authorization());
        await WithdrawAsync(store, NewConsent(store));

        if (family.Code is { } code)
        {
            Promise(
                !await store.CallAsync(c => c.ConsumeAsync(code.Record)),
                "RevokeAuthorizationCodeAsync is false when the consent was withdrawn: put the withdrawal into the condition.");
        }
        if (!store.Can<IRefreshTokenModel>()) return;
        Promise(
            !await store.CallAsync(c => c.ConsumeAsync(family.Tokens.Record.Refresh!)),
            "RevokeTokenAsync is false when the consent was withdrawn: put the withdrawal into the condition.");

        if (!store.Can<IExchangeModel>()) return;
        var successor = store.New.Tokens(exchanged.Authorization);
        Promise(
            !await store.ExchangeAsync(exchanged.Tokens.Record.Refresh!, successor) && await store.FoundAsync(successor) == "",
            "ExchangeAsync is false and saves nothing when the consent was withdrawn.");
    }

    /// <summary>Other clients, other users, other issuers, and authorizations that were granted after the withdrawal.</summary>
    [Fact, Capability(typeof(IConsentModel))]
    public async Task Withdrawing_a_consent_leaves_other_pairs_and_later_authorizations_alone()
    {
        await using var store = await OpenAsync<IConsentModel, IAuthorizationModel>();
        await store.AddClientAsync(Store.NewClient("other", ClientType.Public));
        var authorization = store.New.Authorization();
        var otherClient = await SaveFamilyAsync(store, authorization with { Id = Texts.Random(), ClientId = "other" });
        var otherIssuer = await SaveFamilyAsync(store, authorization with { Id = Texts.Random(), Issuer = "https://other.example.com" });
        var noUser = await SaveFamilyAsync(store, authorization with { Id = Texts.Random(), Subject = null });
        await WithdrawAsync(store, NewConsent(store));
        var later = await SaveFamilyAsync(store, store.New.Authorization() with { GrantedAt = store.Clock.GetUtcNow().AddTicks(1) });

        foreach (var family in new[] { otherClient, otherIssuer, noUser, later })
            await IsUntouchedAsync(store, family, "RevokeConsentAsync");
    }

    /// <summary>A second withdrawal, from a node whose clock is behind, undoes nothing of the first one.</summary>
    [Fact, Capability(typeof(IConsentModel))]
    public async Task A_withdrawal_with_an_earlier_time_undoes_nothing()
    {
        await using var store = await OpenAsync<IConsentModel, IAuthorizationModel>();
        var (consent, now) = (NewConsent(store), store.Clock.GetUtcNow());
        var family = await SaveFamilyAsync(store, store.New.Authorization());
        foreach (var time in (DateTimeOffset[])[now, now.AddHours(-1)]) await WithdrawAsync(store, consent, time);
        await IsRevokedAsync(store, family, "After two calls of RevokeConsentAsync, the second with an earlier time,");
    }

    /// <summary>Device codes that were allowed before are revoked, too. One that is allowed later is new.</summary>
    [Fact, Capability(typeof(IConsentModel))]
    public async Task Withdrawing_a_consent_ends_the_device_codes_that_were_allowed_before()
    {
        await using var store = await OpenAsync<IConsentModel, IDeviceCodeModel>();
        var (before, after) = (await store.SaveDeviceAsync(), await store.SaveDeviceAsync());
        await store.CallAsync(c => c.DecideAsync(before.Record, store.New.Allowed(before.Record)));
        await WithdrawAsync(store, NewConsent(store));
        Promise(
            await store.FindAsync(before) is null,
            "GetDeviceCodeAsync gives null for a device code that was allowed before the RevokeConsentAsync of its user and client.");
        Promise(
            !await store.CallAsync(c => c.ConsumeAsync(before.Record)),
            "RevokeDeviceCodeAsync is false for a device code that was allowed before the RevokeConsentAsync of its user and client.");

        await store.AdvanceAsync(TimeSpan.FromTicks(1));
        var granted = store.New.Allowed(after.Record);
        Promise(
            await store.CallAsync(c => c.DecideAsync(after.Record, granted)),
            "DecideDeviceCodeAsync is true after RevokeConsentAsync for a device code that was pending then.");
        Same.Record(after.Record with { Status = DeviceCodeStatus.Allowed, Authorization = granted }, await store.FindAsync(after));
    }

    /// <summary>A call that is repeated, because its answer was lost: all succeed, and one consent is saved.</summary>
    [Fact, Capability(typeof(IConsentModel))]
    public async Task One_consent_saved_by_many_callers_is_saved_once()
    {
        await using var store = await OpenAsync<IConsentModel>();
        await Race.RoundsAsync(Rounds, RaceTime, async () =>
        {
            var consent = NewConsent(store) with { Issuer = "https://auth.example.com/" + Texts.Random() };
            var saved = await Race.TogetherAsync(
                store, Callers, (caller, _) => caller.As<IConsentModel>().SaveConsentAsync(consent, null, default).AsTask());
            Promise(saved.All(was => was), "SaveConsentAsync is true for each repetition of one call: they have the same Consent.Id.");
            IsSame(consent, Assert.Single(await AllAsync(store, consent)));
        });
    }

    /// <summary>In either order: afterwards no token of the pair is valid.</summary>
    [Fact, Capability(typeof(IConsentModel))]
    public async Task Exchanging_against_withdrawing_leaves_no_valid_token()
    {
        await using var store = await OpenAsync<IConsentModel, IExchangeModel, IRefreshTokenModel>();
        var consent = NewConsent(store);
        await Race.RoundsAsync(Rounds, RaceTime, async () =>
        {
            // The withdrawal of the round before must not count for this one.
            await store.AdvanceAsync(TimeSpan.FromMinutes(1));
            var token = await store.SaveRefreshAsync();
            await AgainstRevocationAsync(
                store,
                token.Record.Authorization,
                (caller, successor) => caller.ExchangeAsync(token.Record, successor.Record),
                caller => caller.WithdrawAsync(consent, store.Clock.GetUtcNow()));
        });
    }
}
