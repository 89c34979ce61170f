using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="IExchangeModel"/>: one transaction. Where the save fails, nothing is consumed; and what it saved is a full member
/// of its family.</content>
public abstract partial class ModelContract
{
    /// <summary>A client whose refresh failed by an error of the server must be able to try again.</summary>
    [Fact, Capability(typeof(IExchangeModel))]
    public async Task A_refresh_token_stays_fresh_when_the_save_of_its_successor_fails()
    {
        await using var store = await OpenAsync<IExchangeModel, IRefreshTokenModel>();
        var token = await store.SaveRefreshAsync();
        await FailsAsync(store, token.Record, async () => Same.Record(token.Record, await store.FindAsync(token)));
    }

    /// <summary>The same for a code.</summary>
    [Fact, Capability(typeof(IExchangeModel))]
    public async Task A_code_stays_fresh_when_the_save_of_its_tokens_fails()
    {
        await using var store = await OpenAsync<IExchangeModel, IAuthorizationCodeModel>();
        var code = await store.SaveCodeAsync();
        await FailsAsync(store, code.Record, async () => Same.Record(code.Record, await store.FindAsync(code)));
    }

    /// <summary>The same for a device code.</summary>
    [Fact, Capability(typeof(IExchangeModel))]
    public async Task A_device_code_stays_fresh_when_the_save_of_its_tokens_fails()
    {
        await using var store = await OpenAsync<IExchangeModel, IDeviceCodeModel>();
        var device = await store.SaveDeviceAsync();
        await store.CallAsync(c => c.DecideAsync(device.Record, store.New.Allowed(device.Record)));
        var allowed = await store.FindAsync(device);
        await FailsAsync(store, allowed!, async () => Same.Record(allowed!, await store.FindAsync(device)));
    }

    /// <summary>An answer with two tokens is saved wholly or not at all.</summary>
    [Fact, Capability(typeof(IRefreshTokenModel))]
    public async Task A_save_that_fails_saves_neither_token()
    {
        await using var store = await OpenAsync<IRefreshTokenModel, IAccessTokenModel>();
        var taken = store.New.Tokens();
        await store.SaveAsync(taken);
        foreach (var tokens in Taken(store, taken, store.New.Authorization()))
        {
            await MayThrowAsync(() => store.SaveAsync(tokens));
            await SavedNothingAsync(store, taken, tokens, "A SaveTokenAsync that throws saves neither of the two tokens");
        }
    }

    /// <summary>A code and a device code whose authorization was revoked, in one step as in two.</summary>
    [Fact, Capability(typeof(IExchangeModel))]
    public async Task An_exchange_of_a_code_against_a_revoked_authorization_is_false_and_saves_nothing()
    {
        await using var store = await OpenAsync<IExchangeModel, IAuthorizationCodeModel>();
        var code = await store.SaveCodeAsync();
        var successor = store.NewTokens(code.Record.Authorization);
        await store.RevokeAsync(code.Record.Authorization);
        Promise(
            !await store.ExchangeAsync(code.Record, successor) && await store.FoundAsync(successor) == "",
            "ExchangeAsync is false and saves nothing for a code of an authorization that was revoked.");
        if (!store.Can<IDeviceCodeModel>()) return;

        var device = await store.SaveDeviceAsync();
        await store.CallAsync(c => c.DecideAsync(device.Record, store.New.Allowed(device.Record)));
        var allowed = await store.FindAsync(device);
        var tokens = store.NewTokens(allowed!.Authorization);
        await store.RevokeAsync(allowed.Authorization);
        Promise(
            !await store.ExchangeAsync(allowed, tokens) && await store.FoundAsync(tokens) == "",
            "ExchangeAsync is false and saves nothing for a device code of an authorization that was revoked.");
    }

    /// <summary>What an exchange saved belongs to its family: it ends with it.</summary>
    [Fact, Capability(typeof(IExchangeModel))]
    public async Task Revoking_and_withdrawing_end_what_an_exchange_has_saved()
    {
        await using var store = await OpenAsync<IExchangeModel, IRefreshTokenModel>();
        var token = await store.SaveRefreshAsync();
        var successor = await SuccessorAsync(token);
        var otherSuccessor = await SuccessorAsync(await store.SaveRefreshAsync());
        var stays = await SuccessorAsync(await store.SaveRefreshAsync());
        await store.RevokeAsync(token.Record.Authorization);
        Promise(await store.FoundAsync(successor) == "", "After RevokeAuthorizationAsync no look-up finds what ExchangeAsync has saved.");
        await IsSavedAsync(store, stays);
        if (!store.Can<IConsentModel>()) return;
        await WithdrawAsync(store, NewConsent(store));
        Promise(await store.FoundAsync(otherSuccessor) == "", "After RevokeConsentAsync no look-up finds what ExchangeAsync has saved.");

        async Task<HeldTokens> SuccessorAsync(Held<RefreshToken> held)
        {
            var tokens = store.New.Tokens(held.Record.Authorization);
            Promise(await store.ExchangeAsync(held.Record, tokens), "ExchangeAsync is true for a fresh refresh token.");
            await IsSavedAsync(store, tokens);
            return tokens;
        }
    }

    /// <summary>The other way into the store keeps as much as <see cref="IOAuthModel.SaveTokenAsync"/> does.</summary>
    [Fact, Capability(typeof(IExchangeModel))]
    public async Task Unusual_values_of_a_successor_come_back()
    {
        await using var store = await OpenAsync<IExchangeModel, IRefreshTokenModel>();
        var data = UnusualTexts.Aggregate(Properties.Empty, (all, text) => all.With(text, text));
        foreach (var audience in (string[][])[[], ["urn:b", "urn:a", "urn:B"], ["https://api.example.com/a,b", LongUri("b", 2000)]])
        {
            var token = await store.SaveRefreshAsync();
            var tokens = store.New.Tokens(token.Record.Authorization);
            var access = tokens.Record.Access with
            {
                Audience = [.. audience],
                Properties = data,
                Id = Long("id"),
                IssuedAt = Start.AddTicks(1_234_567),
                ExpiresAt = Start.AddHours(1).AddTicks(7),
                Scope = Scope.Of("a", "A", "%41"),
            };
            var refresh = tokens.Record.Refresh! with { Properties = data, ExpiresAt = Start.AddDays(14).AddTicks(9) };
            tokens = tokens with { Record = new() { Access = access, Refresh = refresh } };
            Promise(await store.ExchangeAsync(token.Record, tokens), "ExchangeAsync is true for a fresh refresh token.");
            await IsSavedAsync(store, tokens);
        }
    }

    /// <summary>A repeated save of the consumed token leaves the sealed answer, too.</summary>
    [Fact, Capability(typeof(IExchangeModel))]
    public async Task A_repeated_save_never_overwrites_an_exchanged_refresh_token()
    {
        await using var store = await OpenAsync<IExchangeModel, IRefreshTokenModel>();
        var tokens = store.New.Tokens();
        await store.SaveAsync(tokens);
        var (successor, replay) = (store.New.Tokens(tokens.Record.Access.Authorization), store.New.Replay());
        await store.ExchangeAsync(tokens.Record.Refresh!, successor, replay);
        await MayThrowAsync(() => store.SaveAsync(tokens));
        await MayThrowAsync(() => store.SaveAsync(successor));
        var expected = tokens.Record.Refresh! with { ConsumedAt = store.Clock.GetUtcNow(), Replay = replay };
        Same.Record(expected, await store.FindAsync(tokens.HeldRefresh));
        Promise(
            !await store.ExchangeAsync(tokens.Record.Refresh!, store.New.Tokens(tokens.Record.Access.Authorization)),
            "ExchangeAsync is false for a consumed refresh token, also when SaveTokenAsync was repeated since.");
    }

    /// <summary>The same device code at two nodes at the same moment, exchanged in one step.</summary>
    [Fact, Capability(typeof(IExchangeModel))]
    public async Task One_device_code_exchanged_by_many_callers_has_one_successor()
    {
        await using var store = await OpenAsync<IExchangeModel, IDeviceCodeModel>();
        await Race.RoundsAsync(Rounds, RaceTime, async () =>
        {
            var device = await store.SaveDeviceAsync();
            var granted = store.New.Allowed(device.Record);
            await store.CallAsync(c => c.DecideAsync(device.Record, granted));
            await OneSuccessorAsync(
                store, device.Record with { Authorization = granted }, async caller => await caller.FindDeviceAsync(device.Secret));
        });
    }

    private static async Task FailsAsync(Store store, Credential credential, Func<Task> isUnchanged)
    {
        var taken = store.NewTokens();
        await store.SaveAsync(taken);
        foreach (var successor in Taken(store, taken, credential.Authorization))
        {
            Promise(
                await MayThrowAsync(() => store.ExchangeAsync(credential, successor, store.New.Replay())),
                "ExchangeAsync throws when another token has the text of a successor.");
            await isUnchanged();
            await SavedNothingAsync(store, taken, successor, "An ExchangeAsync that throws saves nothing");
        }
        var next = store.NewTokens(credential.Authorization);
        Promise(
            await store.ExchangeAsync(credential, next),
            "ExchangeAsync is true after one that threw: the consumption and the save are one transaction, and both were rolled back.");
        await IsSavedAsync(store, next);
    }

    // Each has one text that is taken.
    private static IEnumerable<HeldTokens> Taken(Store store, HeldTokens taken, Authorization authorization)
    {
        if (store.Can<IAccessTokenModel>())
        {
            var first = store.NewTokens(authorization);
            var access = first.Record.Access with { Hash = taken.Record.Access.Hash };
            yield return first with { AccessText = taken.AccessText, Record = first.Record with { Access = access } };
        }
        if (taken.Record.Refresh is null) yield break;
        var second = store.NewTokens(authorization);
        var refresh = second.Record.Refresh! with { Hash = taken.Record.Refresh.Hash };
        yield return second with { RefreshText = taken.RefreshText, Record = second.Record with { Refresh = refresh } };
    }

    private static async Task SavedNothingAsync(Store store, HeldTokens taken, HeldTokens tokens, string what)
    {
        await IsSavedAsync(store, taken);
        var hasAccess = store.Can<IAccessTokenModel>() && tokens.AccessText != taken.AccessText;
        var hasRefresh = tokens.RefreshText is not null && tokens.RefreshText != taken.RefreshText;
        Promise(!hasAccess || await store.FindAccessAsync(tokens.AccessText) is null, $"{what}; the access token is found.");
        Promise(!hasRefresh || await store.FindAsync(tokens.HeldRefresh) is null, $"{what}; the refresh token is found.");
    }
}
