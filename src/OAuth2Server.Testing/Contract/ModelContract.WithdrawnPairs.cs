using Xunit;

namespace OAuth2Server.Testing;

/// <content>What a withdrawal ends: the authorizations of exactly one issuer, one subject and one client, up to exactly one
/// time.</content>
public abstract partial class ModelContract
{
    /// <summary>A pair that only looks alike is another pair: a comparison without case, accents or spaces would end it, too.</summary>
    [Fact, Capability(typeof(IConsentModel))]
    public async Task A_withdrawal_ends_no_pair_that_only_looks_alike()
    {
        await using var store = await OpenAsync<IConsentModel, IAuthorizationModel>();
        var consent = NewConsent(store) with { Subject = store.Fixture.SubjectsAreUsers ? store.New.Authorization().Subject! : "Renée" };
        var alike = await AlikeAsync(store, consent);
        var family = await SaveFamilyAsync(store, Under(consent));
        var families = new List<Family>();
        foreach (var other in alike)
        {
            families.Add(await SaveFamilyAsync(store, Under(other)));
            await SaveAsync(store, other);
        }
        await SaveAsync(store, consent);
        foreach (var other in alike) IsSame(other, await FindConsentAsync(store, other));

        await WithdrawAsync(store, consent);
        await IsRevokedAsync(store, family, "After RevokeConsentAsync");
        foreach (var other in families)
        {
            await IsUntouchedAsync(
                store, other, $"RevokeConsentAsync compares issuer, subject and client ordinally: that of {Pair(consent)}");
        }
        foreach (var other in alike) IsSame(other, await FindConsentAsync(store, other));

        Authorization Under(Consent key) =>
            store.New.Authorization() with { Issuer = key.Issuer, Subject = key.Subject, ClientId = key.ClientId };
    }

    /// <summary>Every authorization of the pair, with any characters in the subject.</summary>
    [Fact, Capability(typeof(IConsentModel))]
    public async Task A_withdrawal_ends_the_authorizations_of_every_subject()
    {
        await using var store = await OpenAsync<IConsentModel, IAuthorizationModel>();
        Assert.SkipWhen(store.Fixture.SubjectsAreUsers, "The fixture has SubjectsAreUsers: the store chooses the subjects.");
        foreach (var subject in UnusualTexts)
        {
            var family = await SaveFamilyAsync(store, store.New.Authorization() with { Subject = subject });
            await WithdrawAsync(store, NewConsent(store) with { Subject = subject });
            await IsRevokedAsync(store, family, $"After RevokeConsentAsync of the subject '{subject}'");
        }
    }

    /// <summary>To the tick: granted at the time of the withdrawal is withdrawn, granted a tick later is not.</summary>
    [Fact, Capability(typeof(IConsentModel))]
    public async Task A_withdrawal_counts_to_the_tick()
    {
        await using var store = await OpenAsync<IConsentModel, IAuthorizationModel>();
        foreach (var ticks in OddTicks)
        {
            await store.AdvanceAsync(TimeSpan.FromMinutes(1));
            var time = store.Clock.GetUtcNow().AddTicks(ticks);
            await WithdrawAsync(store, NewConsent(store), time);
            // Saves that were under way: what the store has at the time of the withdrawal is revoked, also with a later time.
            var until = await SaveFamilyAsync(store, store.New.Authorization() with { GrantedAt = time });
            var later = await SaveFamilyAsync(store, store.New.Authorization() with { GrantedAt = time.AddTicks(1) });
            await IsRevokedAsync(store, until, $"Saved after RevokeConsentAsync at {time:O}, the time of the grant,");
            await IsUntouchedAsync(store, later, $"RevokeConsentAsync at {time:O}, a tick before the grant,");
        }
    }

    /// <summary>The client asks again and the resource owner allows it: what was withdrawn before stays withdrawn.</summary>
    [Fact, Capability(typeof(IConsentModel))]
    public async Task Consenting_again_brings_back_nothing_that_was_withdrawn()
    {
        await using var store = await OpenAsync<IConsentModel, IAuthorizationModel>();
        var consent = NewConsent(store);
        await SaveAsync(store, consent);
        var family = await SaveFamilyAsync(store, store.New.Authorization());
        await WithdrawAsync(store, consent);
        await SaveAsync(store, consent with { Id = Texts.Random(), GrantedAt = store.Clock.GetUtcNow().AddTicks(1) });
        await IsRevokedAsync(store, family, "After RevokeConsentAsync and a SaveConsentAsync");
        var late = await SaveFamilyAsync(store, family.Authorization);
        await IsRevokedAsync(store, late, "Saved after RevokeConsentAsync and SaveConsentAsync,");

        await WithdrawAsync(store, consent, store.Clock.GetUtcNow().AddTicks(1));
        await IsRevokedAsync(store, family, "After a second RevokeConsentAsync");
        await SaveAsync(store, NewConsent(store));
        await IsRevokedAsync(store, family, "After a second RevokeConsentAsync and a second SaveConsentAsync");
    }

    /// <summary>A resource owner may withdraw what the store does not remember: a first-party client is never asked about.</summary>
    [Fact, Capability(typeof(IConsentModel))]
    public async Task A_withdrawal_without_a_saved_consent_ends_the_authorizations_as_well()
    {
        await using var store = await OpenAsync<IConsentModel, IAuthorizationModel>();
        var family = await SaveFamilyAsync(store, store.New.Authorization());
        await WithdrawAsync(store, NewConsent(store));
        await IsRevokedAsync(store, family, "After RevokeConsentAsync without a consent");
        Promise((await AllAsync(store, NewConsent(store))).Count == 0, "RevokeConsentAsync saves no consent.");
        Promise(await FindConsentAsync(store, NewConsent(store)) is null, "GetConsentAsync gives null after RevokeConsentAsync.");
    }

    private static async Task<Consent[]> AlikeAsync(Store store, Consent consent)
    {
        foreach (var id in (string[])["CLIENT", "client ", "other"])
            await store.AddClientAsync(Store.NewClient(id, ClientType.Public));
        List<Consent> alike =
        [
            consent with { ClientId = "CLIENT" }, consent with { ClientId = "client " }, consent with { ClientId = "other" },
            consent with { Issuer = consent.Issuer + "/" }, consent with { Issuer = consent.Issuer.ToUpperInvariant() },
            consent with { Issuer = "https://other.example.com" },
        ];
        if (store.Fixture.SubjectsAreUsers) return [.. alike];
        string[] subjects = ["RENÉE", "renée", "Renee", "Rene\u0301e", "Renée ", " Renée", "Renéee", "bob"];
        return [.. alike, .. subjects.Select(subject => consent with { Subject = subject })];
    }

    private static string Pair(Consent key) => $"'{key.Subject}' and '{key.ClientId}' at '{key.Issuer}'";
}
