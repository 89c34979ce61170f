using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="IExchangeModel"/>.</content>
public abstract partial class ModelContract
{
    /// <summary>One step: the code is consumed, its tokens are saved.</summary>
    [Fact, Capability(typeof(IExchangeModel))]
    public async Task Exchanging_a_code_consumes_it_and_saves_its_tokens()
    {
        await using var store = await OpenAsync<IExchangeModel, IAuthorizationCodeModel>();
        var code = await store.SaveCodeAsync();
        var successor = store.NewTokens(code.Record.Authorization);
        var now = store.Clock.GetUtcNow().AddSeconds(-3);

        Promise(
            await store.CallAsync(c => c.ExchangeAsync(code.Record, successor.Record, null, new TestOAuthRequest().At(now))),
            "ExchangeAsync is true for a fresh code.");
        Same.Record(code.Record with { ConsumedAt = now }, await store.FindAsync(code));
        await IsSavedAsync(store, successor);
    }

    /// <summary>One step: the refresh token is consumed, the new pair is saved.</summary>
    [Fact, Capability(typeof(IExchangeModel))]
    public async Task Exchanging_a_refresh_token_consumes_it_and_saves_its_successor()
    {
        await using var store = await OpenAsync<IExchangeModel, IRefreshTokenModel>();
        var token = await store.SaveRefreshAsync();
        var successor = store.New.Tokens(token.Record.Authorization);
        var now = store.Clock.GetUtcNow().AddSeconds(-3);

        Promise(
            await store.CallAsync(c => c.ExchangeAsync(token.Record, successor.Record, null, new TestOAuthRequest().At(now))),
            "ExchangeAsync is true for a fresh refresh token.");
        Same.Record(token.Record with { ConsumedAt = now }, await store.FindAsync(token));
        await IsSavedAsync(store, successor);
    }

    /// <summary>A successor may come without a refresh token.</summary>
    [Fact, Capability(typeof(IExchangeModel))]
    public async Task An_exchange_for_an_access_token_alone_saves_it()
    {
        await using var store = await OpenAsync<IExchangeModel, IAuthorizationCodeModel>();
        var code = await store.SaveCodeAsync();
        var successor = store.New.Tokens(code.Record.Authorization, withRefresh: false);
        Promise(await store.ExchangeAsync(code.Record, successor), "ExchangeAsync is true for a fresh code.");
        await IsSavedAsync(store, successor);
    }

    /// <summary>Each successor can be exchanged in its turn.</summary>
    [Fact, Capability(typeof(IExchangeModel))]
    public async Task A_chain_of_exchanges_leaves_one_fresh_token_and_every_consumed_one_found()
    {
        await using var store = await OpenAsync<IExchangeModel, IRefreshTokenModel>();
        var chain = new List<Held<RefreshToken>> { await store.SaveRefreshAsync() };
        for (var i = 0; i < 5; i++)
        {
            await store.AdvanceAsync(TimeSpan.FromDays(1));
            var successor = store.New.Tokens(chain[0].Record.Authorization);
            var found = await store.FindAsync(chain[^1]);
            Promise(found is not null, "GetRefreshTokenAsync finds the refresh token that ExchangeAsync saved.");
            Promise(await store.ExchangeAsync(found!, successor), "ExchangeAsync is true for a fresh successor.");
            chain.Add(successor.HeldRefresh);
        }
        foreach (var consumed in chain[..^1])
        {
            Promise(
                (await store.FindAsync(consumed))?.ConsumedAt is not null,
                "GetRefreshTokenAsync still finds every consumed refresh token of a chain, with ConsumedAt.");
        }
        Promise(
            await store.FindAsync(chain[^1]) is { ConsumedAt: null },
            "GetRefreshTokenAsync gives the last refresh token of a chain without ConsumedAt.");
    }

    /// <summary>No client received the successor of the second call: nothing of it may be saved.</summary>
    [Fact, Capability(typeof(IExchangeModel))]
    public async Task A_second_exchange_is_false_and_saves_nothing()
    {
        await using var store = await OpenAsync<IExchangeModel, IRefreshTokenModel>();
        var token = await store.SaveRefreshAsync();
        var (first, second) = (store.New.Tokens(token.Record.Authorization), store.New.Tokens(token.Record.Authorization));
        await store.ExchangeAsync(token.Record, first);
        var after = await store.FindAsync(token);

        await store.AdvanceAsync(TimeSpan.FromSeconds(1));
        Promise(
            !await store.ExchangeAsync(token.Record, second, store.New.Replay()),
            "ExchangeAsync is false when the credential was consumed before.");
        Promise(await store.FoundAsync(second) == "", "An ExchangeAsync that is false saves nothing.");
        Same.Record(after!, await store.FindAsync(token));
        await IsSavedAsync(store, first);
    }

    /// <summary>RevokeTokenAsync and ExchangeAsync consume the same thing.</summary>
    [Fact, Capability(typeof(IExchangeModel))]
    public async Task An_exchange_of_what_was_consumed_otherwise_is_false_and_saves_nothing()
    {
        await using var store = await OpenAsync<IExchangeModel, IRefreshTokenModel>();
        var token = await store.SaveRefreshAsync();
        await store.CallAsync(c => c.ConsumeAsync(token.Record));
        var successor = store.New.Tokens(token.Record.Authorization);
        Promise(!await store.ExchangeAsync(token.Record, successor), "ExchangeAsync is false when RevokeTokenAsync was first.");
        Promise(await store.FoundAsync(successor) == "", "An ExchangeAsync that is false saves nothing.");

        var other = await store.SaveRefreshAsync();
        await store.ExchangeAsync(other.Record, store.New.Tokens(other.Record.Authorization));
        Promise(!await store.CallAsync(c => c.ConsumeAsync(other.Record)), "RevokeTokenAsync is false when ExchangeAsync was first.");
    }

    /// <summary>A revoked authorization gets no further tokens.</summary>
    [Fact, Capability(typeof(IExchangeModel))]
    public async Task An_exchange_against_a_revoked_authorization_is_false_and_saves_nothing()
    {
        await using var store = await OpenAsync<IExchangeModel, IRefreshTokenModel>();
        var token = await store.SaveRefreshAsync();
        await store.RevokeAsync(token.Record.Authorization);

        var successor = store.New.Tokens(token.Record.Authorization);
        Promise(!await store.ExchangeAsync(token.Record, successor), "ExchangeAsync is false when the authorization was revoked.");
        Promise(await store.FoundAsync(successor) == "", "ExchangeAsync under a revoked authorization saves nothing.");
    }

    /// <summary>A credential that was never saved cannot be exchanged.</summary>
    [Fact, Capability(typeof(IExchangeModel))]
    public async Task An_exchange_of_an_unknown_credential_is_false_and_saves_nothing()
    {
        await using var store = await OpenAsync<IExchangeModel, IRefreshTokenModel>();
        var authorization = (await store.SaveRefreshAsync()).Record.Authorization;
        var (unknown, successor) = (store.New.Refresh(authorization), store.New.Tokens(authorization));
        Promise(!await store.ExchangeAsync(unknown.Record, successor), "ExchangeAsync is false for a credential that was never saved.");
        Promise(
            await store.FoundAsync(successor) == "" && await store.FindAsync(unknown) is null,
            "ExchangeAsync of an unknown credential saves nothing.");
    }

    private static async Task IsSavedAsync(Store store, HeldTokens tokens)
    {
        if (store.Can<IAccessTokenModel>()) Same.Record(tokens.Record.Access, await store.FindAccessAsync(tokens.AccessText));
        if (store.Can<IRefreshTokenModel>() && tokens.RefreshText is not null)
            Same.Record(tokens.Record.Refresh!, await store.FindAsync(tokens.HeldRefresh));
    }
}
