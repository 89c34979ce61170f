using Xunit;

namespace OAuth2Server.Testing;

/// <content>Texts that are longer than the columns of 64 and of 255 characters that many tables have: none is cut.</content>
public abstract partial class ModelContract
{
    private const string NotCut = "A right model keeps every text whole, or fails: a text that is cut is another text.";

    /// <summary>Ids, URIs, scopes and data, in access tokens, refresh tokens and codes.</summary>
    [Fact, Capability(typeof(IOAuthModel))]
    public async Task Long_texts_come_back_whole()
    {
        await using var store = await OpenAsync<IOAuthModel>();
        var authorization = await LongAuthorizationAsync(store);
        await ComeBackAsync(store, authorization, LongData());

        var tokens = store.NewTokens(authorization);
        var access = tokens.Record.Access with
        {
            Id = Long("id"),
            Audience = [LongUri("a", 2000), LongUri("b", 2000)],
            Scope = Scope.Of(Long("first"), Long("second")),
            TokenType = "urn:example:token-type:" + Long("type"),
        };
        tokens = tokens with { Record = tokens.Record with { Access = access } };
        await store.SaveAsync(tokens);
        await IsSavedAsync(store, tokens);

        if (!store.Can<IAuthorizationCodeModel>()) return;
        var code = store.New.Code(authorization);
        // RFC 7636 §4.2: a plain challenge has up to 128 characters.
        code = code with
        {
            Record = code.Record with
            {
                RedirectUri = LongUri("callback", 2000),
                CodeChallenge = Long("challenge", 128),
                CodeChallengeMethod = "plain",
            },
        };
        await store.SaveAsync(code);
        Same.Record(code.Record, await store.FindAsync(code));
    }

    /// <summary>The same for a device code, and for the authorization that the user completes.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task Long_texts_of_a_device_code_come_back_whole()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        var authorization = await LongAuthorizationAsync(store);
        var device = store.New.Device(authorization with { Subject = null, EndsAt = null });
        device = device with { Record = device.Record with { Properties = LongData() } };
        await store.SaveAsync(device);
        Same.Record(device.Record, await store.FindAsync(device));

        await store.CallAsync(c => c.DecideAsync(device.Record, authorization));
        var expected = device.Record with { Status = DeviceCodeStatus.Allowed, Authorization = authorization };
        Same.Record(expected, await store.FindAsync(device));
        Same.Record(expected, await store.FindByUserCodeAsync(device));
    }

    /// <summary>A tombstone whose id is cut ends no authorization, or ends another one.</summary>
    [Fact, Capability(typeof(IAuthorizationModel))]
    public async Task An_authorization_with_a_long_id_is_revoked_and_no_other_one()
    {
        await using var store = await OpenAsync<IAuthorizationModel>();
        foreach (var length in (int[])[100, 300])
        {
            var id = Long("id", length);
            var family = await SaveFamilyAsync(store, store.New.Authorization() with { Id = id + "1" });
            var other = await SaveFamilyAsync(store, store.New.Authorization() with { Id = id + "2" });
            await store.RevokeAsync(family.Authorization);
            await IsRevokedAsync(store, family, "After RevokeAuthorizationAsync of a long id");
            var late = await SaveFamilyAsync(store, family.Authorization);
            await IsRevokedAsync(store, late, "Saved after RevokeAuthorizationAsync of a long id,");
            await IsUntouchedAsync(store, other, "RevokeAuthorizationAsync of a long id that differs in its last character");
        }
    }

    /// <summary>A mark whose id is cut ends no access token, or ends another one.</summary>
    [Fact, Capability(typeof(IRevocationModel))]
    public async Task An_access_token_with_a_long_id_is_revoked_and_no_other_one()
    {
        await using var store = await OpenAsync<IRevocationModel, IAccessTokenModel>();
        var id = Long("id");
        var (token, other) = (WithId(store.NewTokens(), id + "1"), WithId(store.NewTokens(), id + "2"));
        await store.SaveAsync(token);
        await store.SaveAsync(other);
        await store.CallAsync(c => c.RevokeAsync(token.Record.Access));
        Promise(await store.FindAccessAsync(token.AccessText) is null, "GetAccessTokenAsync gives null after RevokeAccessTokenAsync.");
        Same.Record(other.Record.Access, await store.FindAccessAsync(other.AccessText));

        static HeldTokens WithId(HeldTokens tokens, string id) =>
            tokens with { Record = tokens.Record with { Access = tokens.Record.Access with { Id = id } } };
    }

    /// <summary>Two keys that begin alike are two keys, also where they are long.</summary>
    [Fact, Capability(typeof(IConsentModel))]
    public async Task Long_texts_of_a_consent_come_back_whole()
    {
        await using var store = await OpenAsync<IConsentModel>();
        var issuer = LongUri("issuer", 300);
        var subject = store.Fixture.SubjectsAreUsers ? store.New.Authorization().Subject! : Long("subject");
        var consent = NewConsent(store) with
        {
            Issuer = issuer,
            Subject = subject,
            Scope = Scope.Of(Long("first"), Long("second")),
            Resources = [new(LongUri("resource", 300), Scope.Of(Long("third"))), new(LongUri("resource", 301), Scope.Of("fourth"))],
        };
        var others = new List<Consent> { consent with { Issuer = issuer + "x" } };
        if (!store.Fixture.SubjectsAreUsers) others.Add(consent with { Subject = subject + "x" });
        await SaveAsync(store, consent);
        foreach (var other in others)
        {
            Promise(await FindConsentAsync(store, other) is null, $"GetConsentAsync compares the whole issuer and subject. {NotCut}");
            await SaveAsync(store, other);
            IsSame(other, await FindConsentAsync(store, other));
        }
        IsSame(consent, await FindConsentAsync(store, consent));
    }

    private static async Task<Authorization> LongAuthorizationAsync(Store store)
    {
        var client = Store.NewClient(Long("client"), ClientType.Public);
        await store.AddClientAsync(client);
        var authorization = store.New.Authorization();
        return authorization with
        {
            Id = Long("id"),
            Issuer = LongUri("issuer", 300),
            ClientId = client.Id,
            Subject = store.Fixture.SubjectsAreUsers ? authorization.Subject : Long("subject"),
            Scope = Scope.Of(Long("first"), Long("second")),
            Resources = [LongUri("a", 2000), LongUri("b", 2000)],
            Properties = LongData(),
        };
    }

    private static Properties LongData() => Properties.Empty.With(Long("key"), Long("value", 5000)).With("short", Long("value", 70));

    // Random to its end, so that two texts differ wherever one is cut.
    private static string Long(string begin, int length = 300)
    {
        while (begin.Length < length) begin += "." + Texts.Random();
        return begin[..length];
    }

    private static string LongUri(string name, int length) => Long($"https://{name}.example.com/", length);
}
