using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="IConsentModel"/>.</content>
public abstract partial class ModelContract
{
    /// <summary>Every member, and null before there is one.</summary>
    [Fact, Capability(typeof(IConsentModel))]
    public async Task A_consent_comes_back_with_every_member()
    {
        await using var store = await OpenAsync<IConsentModel>();
        var consent = NewConsent(store);
        Promise(await FindConsentAsync(store, consent) is null, "GetConsentAsync gives null when there is none.");

        await SaveAsync(store, consent);
        IsSame(consent, await FindConsentAsync(store, consent));
    }

    /// <summary>One per key: the later one stands.</summary>
    [Fact, Capability(typeof(IConsentModel))]
    public async Task A_consent_takes_the_place_of_the_one_with_its_key()
    {
        await using var store = await OpenAsync<IConsentModel>();
        var consent = NewConsent(store);
        await SaveAsync(store, consent);
        var later = consent with { Scope = Scope.Of("photos.write"), GrantedAt = consent.GrantedAt.AddSeconds(1) };
        await SaveAsync(store, later);

        IsSame(later, await FindConsentAsync(store, consent));
        IsSame(later, Assert.Single(await AllAsync(store, consent)));
    }

    /// <summary>Issuer, subject and client, each compared ordinally.</summary>
    [Fact, Capability(typeof(IConsentModel))]
    public async Task A_consent_is_found_by_its_whole_key_only()
    {
        await using var store = await OpenAsync<IConsentModel>();
        await store.AddClientAsync(Store.NewClient("CLIENT", ClientType.Public));
        var consent = NewConsent(store);
        await SaveAsync(store, consent);
        Consent[] others =
        [
            consent with { Issuer = consent.Issuer + "/" }, consent with { Subject = Texts.OtherCase(consent.Subject) + " " }, consent with { Subject = consent.Subject + " " },
            consent with { ClientId = "CLIENT" }, consent with { ClientId = "client " }, consent with { Issuer = consent.Subject, Subject = consent.Issuer },
        ];
        foreach (var other in others) Promise(await FindConsentAsync(store, other) is null, "GetConsentAsync compares issuer, subject and client ordinally.");

        await SaveAsync(store, others[3]);
        Assert.Equal(["CLIENT", "client"], (await AllAsync(store, consent)).Select(c => c.ClientId).Order(StringComparer.Ordinal));
        Assert.Empty(await AllAsync(store, others[2]));
    }

    /// <summary>Withdrawn is as if never given, and only the one that was named.</summary>
    [Fact, Capability(typeof(IConsentModel))]
    public async Task A_withdrawn_consent_is_null_until_it_is_given_again()
    {
        await using var store = await OpenAsync<IConsentModel>();
        await store.AddClientAsync(Store.NewClient("other", ClientType.Public));
        var (consent, other) = (NewConsent(store), NewConsent(store) with { ClientId = "other" });
        await SaveAsync(store, consent);
        await SaveAsync(store, other);

        await WithdrawAsync(store, consent);
        await WithdrawAsync(store, consent);
        Promise(await FindConsentAsync(store, consent) is null, "GetConsentAsync gives null for a consent that was withdrawn.");
        IsSame(other, Assert.Single(await AllAsync(store, consent)));

        await SaveAsync(store, consent);
        IsSame(consent, await FindConsentAsync(store, consent));
    }

    /// <summary>Who withdraws a consent means every session that came of it.</summary>
    [Fact, Capability(typeof(IConsentModel))]
    public async Task Withdrawing_a_consent_ends_every_authorization_of_the_pair()
    {
        await using var store = await OpenAsync<IConsentModel, IAuthorizationModel>();
        var now = store.Clock.GetUtcNow();
        var families = new[] { await SaveFamilyAsync(store, store.New.Authorization()), await SaveFamilyAsync(store, store.New.Authorization() with { GrantedAt = now }) };
        await WithdrawAsync(store, NewConsent(store));

        foreach (var family in families) await IsDeadAsync(store, family, "After RevokeConsentAsync");
        await IsDeadAsync(store, await SaveFamilyAsync(store, families[0].Authorization), "Saved after RevokeConsentAsync");
        if (store.Can<IExchangeModel>() && store.Can<IRefreshTokenModel>())
        {
            var successor = store.New.Tokens(families[0].Authorization);
            Promise(!await store.ExchangeAsync(families[0].Tokens.Record.Refresh!, successor), "ExchangeAsync is false when the consent was withdrawn.");
            Promise(await store.LivingAsync(successor) == "", "An exchange after the withdrawal saves nothing.");
        }
    }

    /// <summary>Other clients, other users, other issuers, and whatever is allowed after the withdrawal.</summary>
    [Fact, Capability(typeof(IConsentModel))]
    public async Task Withdrawing_a_consent_leaves_other_pairs_and_later_authorizations_alone()
    {
        await using var store = await OpenAsync<IConsentModel, IAuthorizationModel>();
        await store.AddClientAsync(Store.NewClient("other", ClientType.Public));
        var authorization = store.New.Authorization();
        var otherClient = await SaveFamilyAsync(store, authorization with { Id = Texts.Random(), ClientId = "other" });
        var otherIssuer = await SaveFamilyAsync(store, authorization with { Id = Texts.Random(), Issuer = "https://other.example.com" });
        var nobody = await SaveFamilyAsync(store, authorization with { Id = Texts.Random(), Subject = null });
        await WithdrawAsync(store, NewConsent(store));
        var later = await SaveFamilyAsync(store, store.New.Authorization() with { GrantedAt = store.Clock.GetUtcNow().AddTicks(1) });

        foreach (var family in new[] { otherClient, otherIssuer, nobody, later }) await IsAliveAsync(store, family, "Withdrawing a consent");
    }

    private static Consent NewConsent(Store store) => new()
    {
        Issuer = TestOAuthRequest.DefaultIssuer,
        Subject = store.New.Authorization().Subject!,
        ClientId = store.Client.Id,
        Scope = Scope.Of("photos.read", "PHOTOS.read"),
        GrantedAt = store.Clock.GetUtcNow().AddSeconds(-1),
    };

    private static Task SaveAsync(Store store, Consent consent) => store.CallAsync(c => c.As<IConsentModel>().SaveConsentAsync(consent, default));

    private static Task<Consent?> FindConsentAsync(Store store, Consent key) => store.CallAsync(c => c.As<IConsentModel>().GetConsentAsync(key.Issuer, key.Subject, key.ClientId, default));

    private static Task<IReadOnlyList<Consent>> AllAsync(Store store, Consent key) => store.CallAsync(c => c.As<IConsentModel>().GetConsentsAsync(key.Issuer, key.Subject, default));

    private static Task WithdrawAsync(Store store, Consent key) =>
        store.CallAsync(c => c.As<IConsentModel>().RevokeConsentAsync(key.Issuer, key.Subject, key.ClientId, store.Clock.GetUtcNow(), default));

    private static void IsSame(Consent saved, Consent? found)
    {
        Assert.Equal(saved with { GrantedAt = default }, found is null ? null : found with { GrantedAt = default });
        Same.Time(saved.GrantedAt, found!.GrantedAt, "Consent.GrantedAt");
    }
}
