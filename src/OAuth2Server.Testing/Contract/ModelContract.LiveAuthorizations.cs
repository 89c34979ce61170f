using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="IAuthorizationListModel"/>.</content>
public abstract partial class ModelContract
{
    /// <summary>A grant is listed once, however many codes and tokens came from it.</summary>
    [Fact, Capability(typeof(IAuthorizationListModel))]
    public async Task An_authorization_is_listed_once_with_every_member()
    {
        await using var store = await OpenAsync<IAuthorizationListModel>();
        var authorization = store.New.Authorization() with { Properties = Properties.Empty.With("unknown", "1") };
        Promise((await LiveAsync(store, authorization)).Count == 0, "GetAuthorizationsAsync gives nothing before there is one.");
        for (var i = 0; i < 3; i++) await store.SaveAsync(store.NewTokens(authorization));

        var live = await LiveAsync(store, authorization);
        Promise(live.Count == 1, $"GetAuthorizationsAsync gives each authorization once; it gave {live.Count} for one.");
        Same.Record(authorization, live[0].Authorization);
    }

    /// <summary>The owner of a page sees its own grants of this issuer, and no others.</summary>
    [Fact, Capability(typeof(IAuthorizationListModel))]
    public async Task Authorizations_are_listed_for_their_issuer_and_resource_owner_the_latest_first()
    {
        await using var store = await OpenAsync<IAuthorizationListModel>();
        var authorization = store.New.Authorization();
        var ids = new List<string>();
        foreach (var seconds in (int[])[2, 3, 1])
        {
            var granted = authorization with { Id = Texts.Random(), GrantedAt = authorization.GrantedAt.AddSeconds(-seconds) };
            ids.Add(granted.Id);
            await store.SaveAsync(store.NewTokens(granted));
        }
        await store.SaveAsync(store.NewTokens(authorization with { Id = Texts.Random(), Issuer = authorization.Issuer + "/" }));
        await store.SaveAsync(store.NewTokens(authorization with { Id = Texts.Random(), Subject = null }));

        string[] expected = [ids[2], ids[0], ids[1]];
        var found = (await LiveAsync(store, authorization)).Select(live => live.Authorization.Id);
        Promise(
            found.SequenceEqual(expected),
            "GetAuthorizationsAsync gives the authorizations of its issuer and subject only, those that were granted last first.");
        found = (await LiveAsync(store, authorization, atMost: 2)).Select(live => live.Authorization.Id);
        Promise(found.SequenceEqual(expected.Take(2)), "GetAuthorizationsAsync gives at most so many, those that were granted last.");
        Promise(
            (await LiveAsync(store, authorization with { Subject = authorization.Subject + " " })).Count == 0,
            "GetAuthorizationsAsync compares the subject ordinally.");
    }

    /// <summary>What was revoked or withdrawn is of no use to its client.</summary>
    [Fact, Capability(typeof(IAuthorizationListModel))]
    public async Task A_revoked_authorization_is_not_listed()
    {
        await using var store = await OpenAsync<IAuthorizationListModel>();
        var revoked = await SaveFamilyAsync(store, store.New.Authorization());
        var other = await SaveFamilyAsync(store, store.New.Authorization());
        await store.RevokeAsync(revoked.Authorization);
        var live = await LiveAsync(store, other.Authorization);
        Promise(
            live.Count == 1 && live[0].Authorization.Id == other.Authorization.Id,
            "GetAuthorizationsAsync does not give an authorization after RevokeAuthorizationAsync, and gives the others.");

        if (!store.Can<IConsentModel>()) return;
        await WithdrawAsync(store, NewConsent(store));
        Promise(
            (await LiveAsync(store, other.Authorization)).Count == 0,
            "GetAuthorizationsAsync does not give an authorization after RevokeConsentAsync of its resource owner and client.");
    }

    /// <summary>An authorization without a usable text is over, even if its end is far away.</summary>
    [Fact, Capability(typeof(IAuthorizationListModel))]
    public async Task An_authorization_is_listed_while_a_credential_or_an_access_token_can_be_used()
    {
        await using var store = await OpenAsync<IAuthorizationListModel, IAccessTokenModel>();
        var tokensOfAnHour = store.New.Tokens(withRefresh: false);
        await store.SaveAsync(tokensOfAnHour);
        store.Clock.Advance(tokensOfAnHour.Record.Access.ExpiresAt - store.Clock.GetUtcNow() - TimeSpan.FromTicks(1));
        await CountsAsync(1, "until the tick before its only access token expires");
        store.Clock.Advance(TimeSpan.FromTicks(1));
        await CountsAsync(0, "when its only access token is expired");

        if (!store.Can<IRefreshTokenModel>()) return;
        var ends = store.Clock.GetUtcNow().AddHours(2);
        var tokens = store.New.Tokens(store.New.Authorization() with { EndsAt = ends });
        await store.SaveAsync(tokens);
        store.Clock.Advance(TimeSpan.FromHours(1));
        await CountsAsync(1, "while its refresh token can be used");
        await store.CallAsync(c => c.ConsumeAsync(tokens.Record.Refresh!));
        await CountsAsync(0, "when its only refresh token is consumed");
        await store.SaveAsync(store.New.Tokens(tokens.Record.Access.Authorization));
        store.Clock.Advance(ends - store.Clock.GetUtcNow());
        await CountsAsync(0, "from Authorization.EndsAt on");

        async Task CountsAsync(int expected, string when)
        {
            var count = (await LiveAsync(store, tokensOfAnHour.Record.Access.Authorization)).Count;
            Promise(count == expected, $"GetAuthorizationsAsync gives {expected} authorizations {when}; it gave {count}.");
        }
    }

    /// <summary>The time comes from what the store has anyway: no request writes it.</summary>
    [Fact, Capability(typeof(IAuthorizationListModel))]
    public async Task The_last_use_of_an_authorization_is_its_last_refresh()
    {
        await using var store = await OpenAsync<IAuthorizationListModel, IExchangeModel, IRefreshTokenModel>();
        var token = await store.SaveRefreshAsync();
        store.Clock.Advance(TimeSpan.FromDays(1));
        var refreshedAt = store.Clock.GetUtcNow();
        await store.ExchangeAsync(token.Record, store.New.Tokens(token.Record.Authorization));
        store.Clock.Advance(TimeSpan.FromDays(1));

        var live = Assert.Single(await LiveAsync(store, token.Record.Authorization));
        Same.Time(refreshedAt, live.LastUsedAt, "LiveAuthorization.LastUsedAt");
    }

    /// <summary>Of a device no consent is remembered: the list is the only place where its user finds it.</summary>
    [Fact, Capability(typeof(IAuthorizationListModel))]
    public async Task What_a_resource_owner_allowed_to_a_device_is_listed()
    {
        await using var store = await OpenAsync<IAuthorizationListModel, IDeviceCodeModel>();
        var allowed = await store.SaveDeviceAsync();
        await store.SaveDeviceAsync();
        var granted = store.New.Allowed(allowed.Record);
        await store.CallAsync(c => c.DecideAsync(allowed.Record, granted));

        var live = Assert.Single(await LiveAsync(store, granted));
        Same.Record(granted, live.Authorization);
    }

    private static Task<IReadOnlyList<LiveAuthorization>> LiveAsync(Store store, Authorization key, int atMost = 100) =>
        store.CallAsync(c => c.As<IAuthorizationListModel>().GetAuthorizationsAsync(
            key.Issuer, key.Subject!, store.Clock.GetUtcNow(), atMost, default));
}
