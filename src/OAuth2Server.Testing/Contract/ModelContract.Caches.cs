using Xunit;

namespace OAuth2Server.Testing;

/// <content>What was looked up before is looked up again: no cache outlives a change, and none keeps that there was nothing.</content>
public abstract partial class ModelContract
{
    private const string NoCache = "It was found before. A right model keeps no copy that outlives the change.";

    /// <summary>The operator disables a client because its secret was stolen: from then on it gets nothing.</summary>
    [Fact, Capability(typeof(IOAuthModel))]
    public async Task A_client_that_was_found_before_is_null_once_it_is_disabled()
    {
        await using var store = await OpenAsync<IOAuthModel>();
        Assert.SkipUnless(store.Fixture.DisableClient is not null, "The fixture has no DisableClient.");
        for (var i = 0; i < 3; i++)
        {
            Promise(
                await VerifiesAsync(store, "client", store.Secret), "VerifyClientSecretAsync is true for the client's secret.");
        }
        await store.Fixture.DisableClient!("client");
        Promise(
            await store.CallAsync(c => c.FindClientAsync("client")) is null,
            $"GetClientAsync gives null for a client that is disabled. {NoCache}");
    }

    /// <summary>A client that is registered now can be used now.</summary>
    [Fact, Capability(typeof(IOAuthModel))]
    public async Task A_client_that_was_unknown_before_is_found_once_it_is_registered()
    {
        await using var store = await OpenAsync<IOAuthModel>();
        Promise(await store.CallAsync(c => c.FindClientAsync("late")) is null, "GetClientAsync gives null for an unknown id.");
        var secret = Texts.Random();
        await store.AddClientAsync(Store.NewClient("late"), secret);
        Promise(await VerifiesAsync(store, "late", secret), "VerifyClientSecretAsync is true for a client that was unknown a moment ago.");
    }

    /// <summary>The same for the page of a browser client.</summary>
    [Fact, Capability(typeof(IClientOriginModel))]
    public async Task An_origin_that_was_known_before_is_not_once_its_client_is_disabled()
    {
        await using var store = await OpenWithSpaAsync();
        Assert.SkipUnless(store.Fixture.DisableClient is not null, "The fixture has no DisableClient.");
        Promise(
            await IsOriginAsync(store, "https://spa.example.org"),
            "IsClientOriginAsync is true for the origin of a public client's redirect URI.");
        await store.Fixture.DisableClient!("spa");
        Promise(
            !await IsOriginAsync(store, "https://spa.example.org"),
            $"IsClientOriginAsync is false for the origin of a client that is disabled. {NoCache}");
    }

    /// <summary>The user who signed in before cannot sign in again.</summary>
    [Fact, Capability(typeof(IPasswordModel))]
    public async Task A_user_who_signed_in_before_cannot_once_disabled()
    {
        await using var store = await OpenAsync<IPasswordModel>();
        var carol = await store.AddUserAsync("carol", Store.Password);
        Promise(await SignsInAsync(), "GetUserAsync gives the user for the right password.");
        await DisableAsync(store, carol);
        Promise(!await SignsInAsync(), $"GetUserAsync gives null for a user who is disabled. {NoCache}");

        async Task<bool> SignsInAsync() => await store.CallAsync(c => c.SignInAsync("carol", Store.Password, store.Client)) is not null;
    }

    /// <summary>RFC 9700 §4.14.2: refreshing stops immediately.</summary>
    [Fact, Capability(typeof(IUserModel))]
    public async Task A_user_who_was_found_before_is_null_once_disabled()
    {
        await using var store = await OpenAsync<IUserModel>();
        var carol = await store.AddUserAsync("carol", Store.Password);
        Promise(await UserAsync(store, carol.Id) is not null, "GetUserByIdAsync gives the user of a subject.");
        await DisableAsync(store, carol);
        Promise(await UserAsync(store, carol.Id) is null, $"GetUserByIdAsync gives null for a user who is disabled. {NoCache}");
    }

    /// <summary>The resource owner withdraws: the next request asks again.</summary>
    [Fact, Capability(typeof(IConsentModel))]
    public async Task A_consent_that_was_found_before_is_null_once_it_is_withdrawn()
    {
        await using var store = await OpenAsync<IConsentModel>();
        for (var i = 0; i < 2; i++)
        {
            var consent = NewConsent(store);
            await SaveAsync(store, consent);
            IsSame(consent, await FindConsentAsync(store, consent));
            IsSame(consent, Assert.Single(await AllAsync(store, consent)));
            await WithdrawAsync(store, consent);
            Promise(await FindConsentAsync(store, consent) is null, $"GetConsentAsync gives null after RevokeConsentAsync. {NoCache}");
            Promise((await AllAsync(store, consent)).Count == 0, $"GetConsentsAsync gives none after RevokeConsentAsync. {NoCache}");
        }
    }

    /// <summary>Every record of the family was looked up; the next look-up after the revocation finds none.</summary>
    [Fact, Capability(typeof(IAuthorizationModel))]
    public async Task What_was_found_before_is_null_once_its_authorization_is_revoked()
    {
        await using var store = await OpenAsync<IAuthorizationModel>();
        var (family, withdrawn) = (await FoundFamilyAsync(store), await FoundFamilyAsync(store));
        await store.RevokeAsync(family.Authorization);
        await IsRevokedAsync(store, family, $"After RevokeAuthorizationAsync {NoCache} So");
        if (!store.Can<IConsentModel>()) return;
        await WithdrawAsync(store, NewConsent(store));
        await IsRevokedAsync(store, withdrawn, $"After RevokeConsentAsync {NoCache} So");
    }

    /// <summary>A credential was looked up as fresh; the next look-up after its use has the time of the use.</summary>
    [Fact, Capability(typeof(IAuthorizationModel))]
    public async Task What_was_found_fresh_is_found_consumed_once_it_is_used()
    {
        const string Sentence = "{0} gives ConsumedAt after {1}. " + NoCache;
        await using var store = await OpenAsync<IAuthorizationModel>();
        var family = await FoundFamilyAsync(store);
        if (family.Code is { } code)
        {
            await store.CallAsync(c => c.ConsumeAsync(code.Record));
            Promise(
                await store.FindAsync(code) is { ConsumedAt: not null },
                string.Format(null, Sentence, "GetAuthorizationCodeAsync", "RevokeAuthorizationCodeAsync"));
        }
        if (!store.Can<IRefreshTokenModel>()) return;
        await store.CallAsync(c => c.ConsumeAsync(family.Tokens.Record.Refresh!));
        Promise(
            await store.FindAsync(family.Tokens.HeldRefresh) is { ConsumedAt: not null },
            string.Format(null, Sentence, "GetRefreshTokenAsync", "RevokeTokenAsync"));
        if (!store.Can<IExchangeModel>()) return;
        var other = (await FoundFamilyAsync(store)).Tokens;
        await store.ExchangeAsync(other.Record.Refresh!, store.New.Tokens(other.Record.Access.Authorization));
        Promise(
            await store.FindAsync(other.HeldRefresh) is { ConsumedAt: not null },
            string.Format(null, Sentence, "GetRefreshTokenAsync", "ExchangeAsync"));
    }

    /// <summary>A text that was unknown a moment ago may be a saved one now.</summary>
    [Fact, Capability(typeof(IOAuthModel))]
    public async Task What_was_unknown_before_is_found_once_it_is_saved()
    {
        await using var store = await OpenAsync<IOAuthModel>();
        var (tokens, code) = (store.NewTokens(), store.New.Code());
        Promise(await store.FoundAsync(tokens) == "", "A look-up gives null for a token that was never saved.");
        await store.SaveAsync(tokens);
        await IsSavedAsync(store, tokens);
        if (!store.Can<IAuthorizationCodeModel>()) return;
        Promise(await store.FindAsync(code) is null, "GetAuthorizationCodeAsync gives null for a code that was never saved.");
        await store.SaveAsync(code);
        Same.Record(code.Record, await store.FindAsync(code));
    }

    private static async Task<Family> FoundFamilyAsync(Store store)
    {
        var family = await SaveFamilyAsync(store, store.New.Authorization());
        for (var i = 0; i < 2; i++) await IsUntouchedAsync(store, family, "A look-up");
        return family;
    }
}
