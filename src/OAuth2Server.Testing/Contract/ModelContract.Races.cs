using Xunit;

namespace OAuth2Server.Testing;

/// <content>Races: the same thing by many callers at the same moment, again and again.</content>
public abstract partial class ModelContract
{
    /// <summary>A stolen code and its owner, at the same moment: one of them gets tokens.</summary>
    [Fact, Capability(typeof(IAuthorizationCodeModel))]
    public async Task One_code_redeemed_by_many_callers_is_consumed_once()
    {
        await using var store = await OpenAsync<IAuthorizationCodeModel>();
        await Race.RoundsAsync(Rounds, RaceTime, async () =>
        {
            var code = await store.SaveCodeAsync();
            var won = await Race.TogetherAsync(store, Callers, async (caller, _) =>
                await caller.FindCodeAsync(code.Secret) is { ConsumedAt: null } found && await caller.ConsumeAsync(found));
            OneWinner(won, nameof(IAuthorizationCodeModel.RevokeAuthorizationCodeAsync));
        });
    }

    /// <summary>The same, for a refresh token.</summary>
    [Fact, Capability(typeof(IRefreshTokenModel))]
    public async Task One_refresh_token_rotated_by_many_callers_is_consumed_once()
    {
        await using var store = await OpenAsync<IRefreshTokenModel>();
        await Race.RoundsAsync(Rounds, RaceTime, async () =>
        {
            var token = await store.SaveRefreshAsync();
            var won = await Race.TogetherAsync(store, Callers, async (caller, _) =>
                await caller.FindRefreshAsync(token.Secret) is { ConsumedAt: null } found && await caller.ConsumeAsync(found));
            OneWinner(won, nameof(IRefreshTokenModel.RevokeTokenAsync));
        });
    }

    /// <summary>The same in one step: the winner's tokens are saved, all the losers' are not.</summary>
    [Fact, Capability(typeof(IExchangeModel))]
    public async Task One_refresh_token_exchanged_by_many_callers_has_one_successor()
    {
        await using var store = await OpenAsync<IExchangeModel, IRefreshTokenModel>();
        await Race.RoundsAsync(Rounds, RaceTime, async () =>
        {
            var token = await store.SaveRefreshAsync();
            await OneSuccessorAsync(store, token.Record, async caller => await caller.FindRefreshAsync(token.Secret));
        });
    }

    /// <summary>The same for a code.</summary>
    [Fact, Capability(typeof(IExchangeModel))]
    public async Task One_code_exchanged_by_many_callers_has_one_successor()
    {
        await using var store = await OpenAsync<IExchangeModel, IAuthorizationCodeModel>();
        await Race.RoundsAsync(Rounds, RaceTime, async () =>
        {
            var code = await store.SaveCodeAsync();
            await OneSuccessorAsync(store, code.Record, async caller => await caller.FindCodeAsync(code.Secret));
        });
    }

    /// <summary>Whoever comes first: afterwards nothing of the family lives.</summary>
    [Fact, Capability(typeof(IExchangeModel))]
    public async Task Exchanging_against_revoking_leaves_nothing_alive()
    {
        await using var store = await OpenAsync<IExchangeModel, IRefreshTokenModel>();
        await Race.RoundsAsync(Rounds, RaceTime, async () =>
        {
            var token = await store.SaveRefreshAsync();
            await AgainstRevocationAsync(store, token.Record.Authorization, (caller, successor) => caller.ExchangeAsync(token.Record, successor.Record));
        });
    }

    /// <summary>The same for a model that consumes, then saves.</summary>
    [Fact, Capability(typeof(IRefreshTokenModel))]
    public async Task Rotating_against_revoking_leaves_nothing_alive()
    {
        await using var store = await OpenAsync<IRefreshTokenModel>();
        await Race.RoundsAsync(Rounds, RaceTime, async () =>
        {
            var token = await store.SaveRefreshAsync();
            await AgainstRevocationAsync(store, token.Record.Authorization, async (caller, successor) =>
            {
                if (!await caller.ConsumeAsync(token.Record)) return false;
                await caller.SaveAsync(successor.Record);
                return true;
            });
        });
    }

    /// <summary>Many clients at once, each with its own: nobody waits for ever, nobody is told that the database is locked.</summary>
    [Fact, Capability(typeof(IAuthorizationModel))]
    public async Task Many_callers_with_tokens_of_their_own_all_succeed()
    {
        await using var store = await OpenAsync<IRefreshTokenModel>();
        await Race.RoundsAsync(Rounds, RaceTime, async () =>
        {
            var won = await Race.TogetherAsync(store, Callers, async (caller, _) =>
            {
                var tokens = store.New.Tokens();
                await caller.SaveAsync(tokens.Record);
                return await caller.FindRefreshAsync(tokens.Refresh) is { } found && await caller.ConsumeAsync(found);
            });
            Promise(won.All(w => w), $"Each of {won.Length} callers saves, finds and consumes a token of its own; {won.Count(w => !w)} could not.");
        });
    }

    private async Task OneSuccessorAsync(Store store, Credential credential, Func<Caller, Task<Credential?>> find)
    {
        var successors = Enumerable.Range(0, Callers).Select(_ => store.NewTokens(credential.Authorization)).ToArray();
        var won = await Race.TogetherAsync(store, Callers, async (caller, i) =>
            await find(caller) is { ConsumedAt: null } found && await caller.ExchangeAsync(found, successors[i].Record, store.New.Replay(64)));
        OneWinner(won, nameof(IExchangeModel.ExchangeAsync));

        for (var i = 0; i < Callers; i++)
        {
            var living = await store.LivingAsync(successors[i]);
            if (won[i]) await IsSavedAsync(store, successors[i]);
            else Promise(living == "", $"Nothing of a loser's successor is saved; found: {living}.");
        }
    }

    private async Task AgainstRevocationAsync(Store store, Authorization authorization, Func<Caller, HeldTokens, ValueTask<bool>> rotate)
    {
        var successors = Enumerable.Range(0, Callers).Select(_ => store.NewTokens(authorization)).ToArray();
        await Race.TogetherAsync(store, Callers, async (caller, i) =>
        {
            // Every fourth revokes, so that a revocation meets every moment of a rotation.
            if (i % 4 != 1) return await rotate(caller, successors[i]);
            await caller.RevokeAsync(authorization.Id);
            return false;
        });
        foreach (var successor in successors)
        {
            var living = await store.LivingAsync(successor);
            Promise(living == "", $"After a revocation nothing of the family lives, also what was saved at the same moment; found: {living}.");
        }
    }

    private static void OneWinner(bool[] won, string function) =>
        Promise(won.Count(w => w) == 1, $"{function} is true for exactly one of {won.Length} callers; it was true for {won.Count(w => w)}. Consume by one conditional statement, never by a look-up and a write.");
}
