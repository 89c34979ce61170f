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
        Promise(await FindConsentAsync(store, consent) is null, "GetConsentAsync gives null when there is no consent.");

        await SaveAsync(store, consent);
        IsSame(consent, await FindConsentAsync(store, consent));
    }

    /// <summary>There is one per key: the later one replaces the earlier one.</summary>
    [Fact, Capability(typeof(IConsentModel))]
    public async Task A_consent_takes_the_place_of_the_one_with_its_key()
    {
        await using var store = await OpenAsync<IConsentModel>();
        var consent = NewConsent(store);
        await SaveAsync(store, consent);
        var later = NewConsent(store) with
        {
            Scope = Scope.Of("photos.write"),
            Resources = [],
            GrantedAt = consent.GrantedAt.AddSeconds(1),
        };
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
            consent with { Issuer = consent.Issuer + "/" },
            consent with { Subject = Texts.OtherCase(consent.Subject) + " " },
            consent with { Subject = consent.Subject + " " },
            consent with { ClientId = "CLIENT" },
            consent with { ClientId = "client " },
            consent with { Issuer = consent.Subject, Subject = consent.Issuer },
        ];
        foreach (var other in others)
        {
            Promise(
                await FindConsentAsync(store, other) is null,
                "GetConsentAsync compares issuer, subject and client ordinally and gives null when one of them differs.");
        }

        await SaveAsync(store, others[3]);
        Assert.Equal(["CLIENT", "client"], (await AllAsync(store, consent)).Select(c => c.ClientId).Order(StringComparer.Ordinal));
        Assert.Empty(await AllAsync(store, others[2]));
    }

    /// <summary>A withdrawn consent is as if it was never given; other consents stay.</summary>
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

        var again = NewConsent(store);
        await SaveAsync(store, again);
        IsSame(again, await FindConsentAsync(store, consent));
    }

    /// <summary>Each with an id of its own, as the library makes them.</summary>
    private static Consent NewConsent(Store store) => new()
    {
        Id = Texts.Random(),
        Issuer = TestOAuthRequest.DefaultIssuer,
        Subject = store.New.Authorization().Subject!,
        ClientId = store.Client.Id,
        Scope = Scope.Of("photos.read", "PHOTOS.read"),
        Resources =
        [
            new("https://api.example.com/photos?x=1", Scope.Of("photos.read")),
            new("urn:example:printer", Scope.Of("photos.read", "photos.write")),
        ],
        GrantedAt = store.Clock.GetUtcNow().AddSeconds(-1),
    };

    private static async Task SaveAsync(Store store, Consent consent)
    {
        var before = await FindConsentAsync(store, consent);
        Promise(
            await store.CallAsync(c => c.As<IConsentModel>().SaveConsentAsync(consent, before, default)),
            "SaveConsentAsync is true when the consent that it replaces is still the one that was found.");
    }

    private static Task<Consent?> FindConsentAsync(Store store, Consent key) =>
        store.CallAsync(c => c.As<IConsentModel>().GetConsentAsync(key.Issuer, key.Subject, key.ClientId, default));

    private static Task<IReadOnlyList<Consent>> AllAsync(Store store, Consent key) =>
        store.CallAsync(c => c.As<IConsentModel>().GetConsentsAsync(key.Issuer, key.Subject, default));

    private static Task WithdrawAsync(Store store, Consent key, DateTimeOffset? at = null) =>
        store.CallAsync(c => c.WithdrawAsync(key, at ?? store.Clock.GetUtcNow()));

    private static void IsSame(Consent saved, Consent? found)
    {
        Assert.Equal(Comparable(saved), found is null ? null : Comparable(found));
        Assert.Equal(Sorted(saved), Sorted(found!));
        Same.Time(saved.GrantedAt, found!.GrantedAt, "Consent.GrantedAt");

        static ConsentedResource[] Sorted(Consent consent) =>
            [.. consent.Resources.OrderBy(entry => entry.Resource, StringComparer.Ordinal)];
        static Consent Comparable(Consent consent) => consent with { GrantedAt = default, Resources = [] };
    }
}
