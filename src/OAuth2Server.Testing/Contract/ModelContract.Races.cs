using Xunit;

namespace OAuth2Server.Testing;

/// <content>Races: the same call by many callers at the same moment, in many rounds.</content>
public abstract partial class ModelContract
{
    /// <summary>An attacker with a stolen code and its client, at the same moment: one of them gets tokens.</summary>
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

    /// <summary>The same in one step: the tokens of one caller are saved, those of all others are not.</summary>
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

    /// <summary>In either order: afterwards no token of the family is valid.</summary>
    [Fact, Capability(typeof(IExchangeModel))]
    public async Task Exchanging_against_revoking_leaves_no_valid_token()
    {
        await using var store = await OpenAsync<IExchangeModel, IRefreshTokenModel>();
        await Race.RoundsAsync(Rounds, RaceTime, async () =>
        {
            var token = await store.SaveRefreshAsync();
            await AgainstRevocationAsync(
                store, token.Record.Authorization, (caller, successor) => caller.ExchangeAsync(token.Record, successor.Record));
        });
    }

    /// <summary>The same for a model that consumes, then saves.</summary>
    [Fact, Capability(typeof(IRefreshTokenModel))]
    public async Task Rotating_against_revoking_leaves_no_valid_token()
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

    /// <summary>Many clients at the same moment, each with a token of its own: no call fails because the database is locked.</summary>
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
            Promise(
                won.All(w => w),
                $"SaveTokenAsync, GetRefreshTokenAsync and RevokeTokenAsync succeed for {won.Length} parallel callers with own tokens; "
                    + $"for {won.Count(w => !w)} they did not.");
        });
    }

    /// <summary>The same authorization, for the first time, by many callers: an insert that finds it there is no error.</summary>
    [Fact, Capability(typeof(IAccessTokenModel))]
    public async Task Many_callers_may_save_tokens_of_one_authorization()
    {
        await using var store = await OpenAsync<IAccessTokenModel>();
        await Race.RoundsAsync(Rounds, RaceTime, async () =>
        {
            var authorization = store.New.Authorization();
            var found = await Race.TogetherAsync(store, Callers, async (caller, _) =>
            {
                var tokens = store.NewTokens(authorization);
                await caller.SaveAsync(tokens.Record);
                return await caller.FindAccessAsync(tokens.Access) is not null;
            });
            Promise(
                found.All(f => f),
                $"SaveTokenAsync and GetAccessTokenAsync succeed for {found.Length} parallel callers with tokens of one authorization; "
                    + $"for {found.Count(f => !f)} they did not.");
        });
    }

    private async Task OneSuccessorAsync(Store store, Credential credential, Func<Caller, Task<Credential?>> find)
    {
        var successors = Enumerable.Range(0, Callers).Select(_ => store.NewTokens(credential.Authorization)).ToArray();
        var won = await Race.TogetherAsync(store, Callers, async (caller, i) =>
            await find(caller) is { ConsumedAt: null } found
            && await caller.ExchangeAsync(found, successors[i].Record, store.New.Replay(64)));
        OneWinner(won, nameof(IExchangeModel.ExchangeAsync));

        for (var i = 0; i < Callers; i++)
        {
            var found = await store.FoundAsync(successors[i]);
            if (won[i]) await IsSavedAsync(store, successors[i]);
            else Promise(found == "", $"An ExchangeAsync that is false saves nothing of its successor; found: {found}.");
        }
    }

    private async Task AgainstRevocationAsync(
        Store store, Authorization authorization, Func<Caller, HeldTokens, ValueTask<bool>> rotate, Func<Caller, ValueTask>? revoke = null)
    {
        revoke ??= caller => caller.RevokeAsync(authorization);
        var successors = Enumerable.Range(0, Callers).Select(_ => store.NewTokens(authorization)).ToArray();
        await Race.TogetherAsync(store, Callers, async (caller, i) =>
        {
            // Every fourth caller revokes, so that a revocation meets every moment of a rotation.
            if (i % 4 != 1) return await rotate(caller, successors[i]);
            await revoke(caller);
            return false;
        });
        foreach (var successor in successors)
        {
            var found = await store.FoundAsync(successor);
            Promise(
                found == "",
                $"After a revocation no look-up finds a token of the family, also one that was saved at the same moment; found: {found}.");
        }
    }

    private static void OneWinner(bool[] won, string function) => Promise(
        won.Count(w => w) == 1,
        $"{function} is true for exactly one of {won.Length} parallel callers; it was true for {won.Count(w => w)}. "
            + "Write with one conditional statement, never with a look-up and a write after it.");
}
