using Xunit;

namespace OAuth2Server.Testing;

/// <content>The sealed answer that <see cref="IExchangeModel.ExchangeAsync"/> keeps.</content>
public abstract partial class ModelContract
{
    /// <summary>The answer is opened with a key that comes from the token: one wrong byte and it is worthless.</summary>
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

    /// <summary>A code can carry one, too.</summary>
    [Fact, Capability(typeof(IExchangeModel))]
    public async Task A_code_keeps_its_sealed_answer_as_well()
    {
        await using var store = await OpenAsync<IExchangeModel, IAuthorizationCodeModel>();
        var code = await store.SaveCodeAsync();
        var replay = store.New.Replay();
        await store.ExchangeAsync(code.Record, store.NewTokens(code.Record.Authorization), replay);
        Same.Record(code.Record with { ConsumedAt = store.Clock.GetUtcNow(), Replay = replay }, await store.FindAsync(code));
    }

    /// <summary>Null is kept as null, and who consumes without an exchange leaves none.</summary>
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

    /// <summary>The answer belongs to the used token, not to its successor.</summary>
    [Fact, Capability(typeof(IExchangeModel))]
    public async Task The_successor_has_no_sealed_answer()
    {
        await using var store = await OpenAsync<IExchangeModel, IRefreshTokenModel>();
        var token = await store.SaveRefreshAsync();
        var successor = store.New.Tokens(token.Record.Authorization);
        await store.ExchangeAsync(token.Record, successor, store.New.Replay());
        Same.Record(successor.Record.Refresh!, await store.FindAsync(successor.HeldRefresh));
    }
}
