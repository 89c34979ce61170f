using Xunit;

namespace OAuth2Server.Testing;

/// <content>The sealed answer that <see cref="IExchangeModel.ExchangeAsync"/> keeps, and when it is cleared.</content>
public abstract partial class ModelContract
{
    /// <summary>One wrong byte makes the answer useless: it cannot be opened.</summary>
    [Fact, Capability(typeof(IExchangeModel))]
    public async Task A_sealed_answer_comes_back_byte_for_byte()
    {
        await using var store = await OpenAsync<IExchangeModel, IRefreshTokenModel>();
        foreach (var size in (int[])[0, 1, 255, 4096, 16_384])
        {
            var token = await store.SaveRefreshAsync();
            var replay = store.New.Replay(size);
            await store.ExchangeAsync(token.Record, store.New.Tokens(token.Record.Authorization), replay);
            Same.Record(token.Record with { ConsumedAt = store.Clock.GetUtcNow(), Replay = replay }, await store.FindAsync(token));
        }
    }

    /// <summary>A code can have one, too.</summary>
    [Fact, Capability(typeof(IExchangeModel))]
    public async Task A_code_keeps_its_sealed_answer_as_well()
    {
        await using var store = await OpenAsync<IExchangeModel, IAuthorizationCodeModel>();
        var code = await store.SaveCodeAsync();
        var replay = store.New.Replay();
        await store.ExchangeAsync(code.Record, store.NewTokens(code.Record.Authorization), replay);
        Same.Record(code.Record with { ConsumedAt = store.Clock.GetUtcNow(), Replay = replay }, await store.FindAsync(code));
    }

    /// <summary>Null is kept as null, and consuming without an exchange keeps none.</summary>
    [Fact, Capability(typeof(IExchangeModel))]
    public async Task Without_a_sealed_answer_none_comes_back()
    {
        await using var store = await OpenAsync<IExchangeModel, IRefreshTokenModel>();
        var (exchanged, revoked) = (await store.SaveRefreshAsync(), await store.SaveRefreshAsync());
        await store.ExchangeAsync(exchanged.Record, store.New.Tokens(exchanged.Record.Authorization));
        await store.CallAsync(c => c.ConsumeAsync(revoked.Record));
        Same.Replay(null, (await store.FindAsync(exchanged))?.Replay);
        Same.Replay(null, (await store.FindAsync(revoked))?.Replay);
    }

    /// <summary>The answer belongs to the consumed token, not to its successor.</summary>
    [Fact, Capability(typeof(IExchangeModel))]
    public async Task The_successor_has_no_sealed_answer()
    {
        await using var store = await OpenAsync<IExchangeModel, IRefreshTokenModel>();
        var token = await store.SaveRefreshAsync();
        var successor = store.New.Tokens(token.Record.Authorization);
        await store.ExchangeAsync(token.Record, successor, store.New.Replay());
        Same.Record(successor.Record.Refresh!, await store.FindAsync(successor.HeldRefresh));
    }

    /// <summary>A successor that is consumed shows that the client has received the answer: nothing repeats it again.</summary>
    /// <remarks>
    /// If answers stayed, an attacker with the store and one old refresh token could open one answer after the other, up to the token that
    /// is valid now.
    /// </remarks>
    [Fact, Capability(typeof(IExchangeModel))]
    public async Task A_sealed_answer_is_cleared_when_its_successor_is_exchanged()
    {
        await using var store = await OpenAsync<IExchangeModel, IRefreshTokenModel>();
        var chain = new List<Held<RefreshToken>> { await store.SaveRefreshAsync() };
        for (var i = 0; i < 3; i++)
        {
            var successor = store.New.Tokens(chain[0].Record.Authorization);
            var replay = store.New.Replay();
            Promise(await store.ExchangeAsync(chain[^1].Record, successor, replay), "ExchangeAsync is true for a fresh successor.");
            Same.Record(chain[^1].Record with { ConsumedAt = store.Clock.GetUtcNow(), Replay = replay }, await store.FindAsync(chain[^1]));
            foreach (var older in chain[..^1]) await HasNoReplayAsync(store, older, nameof(IExchangeModel.ExchangeAsync));
            chain.Add(successor.HeldRefresh);
        }
    }

    /// <summary>The same when the successor is consumed without an exchange.</summary>
    [Fact, Capability(typeof(IExchangeModel))]
    public async Task A_sealed_answer_is_cleared_when_its_successor_is_revoked()
    {
        await using var store = await OpenAsync<IExchangeModel, IRefreshTokenModel>();
        var token = await store.SaveRefreshAsync();
        var successor = store.New.Tokens(token.Record.Authorization);
        await store.ExchangeAsync(token.Record, successor, store.New.Replay());
        Promise(await store.CallAsync(c => c.ConsumeAsync(successor.Record.Refresh!)), "RevokeTokenAsync is true for a fresh successor.");
        await HasNoReplayAsync(store, token, nameof(IRefreshTokenModel.RevokeTokenAsync));
    }

    /// <summary>The clients of other authorizations may still repeat their refreshes.</summary>
    [Fact, Capability(typeof(IExchangeModel))]
    public async Task A_sealed_answer_stays_until_its_own_successor_is_consumed()
    {
        await using var store = await OpenAsync<IExchangeModel, IRefreshTokenModel>();
        var (token, other) = (await store.SaveRefreshAsync(), await store.SaveRefreshAsync());
        var (successor, replay) = (store.New.Tokens(token.Record.Authorization), store.New.Replay());
        await store.ExchangeAsync(token.Record, successor, replay);
        var expected = token.Record with { ConsumedAt = store.Clock.GetUtcNow(), Replay = replay };

        var next = store.New.Tokens(other.Record.Authorization);
        await store.ExchangeAsync(other.Record, next, store.New.Replay());
        await store.CallAsync(c => c.ConsumeAsync(next.Record.Refresh!));
        Same.Record(expected, await store.FindAsync(token));

        // A second use of the consumed token is not a use of its successor.
        await store.ExchangeAsync(token.Record, store.New.Tokens(token.Record.Authorization), store.New.Replay());
        await store.CallAsync(c => c.ConsumeAsync(token.Record));
        Same.Record(expected, await store.FindAsync(token));
    }

    private static async Task HasNoReplayAsync(Store store, Held<RefreshToken> token, string function)
    {
        var found = await store.FindAsync(token);
        Promise(
            found is { Replay: null, ConsumedAt: not null },
            $"After {function} consumed the successor, GetRefreshTokenAsync gives the consumed refresh token before it without Replay: "
                + "consuming the successor clears it in the same step. "
                + (found is null ? "It gave null." : "It gave the token with its Replay."));
    }
}
