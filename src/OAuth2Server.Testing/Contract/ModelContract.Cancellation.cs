using System.Diagnostics;
using Xunit;

namespace OAuth2Server.Testing;

/// <content>Cancellation: a cancelled call has thrown <see cref="OperationCanceledException"/> or is complete, never half done.</content>
public abstract partial class ModelContract
{
    /// <summary>Both tokens of an answer, or neither.</summary>
    [Fact, Capability(typeof(IOAuthModel))]
    public async Task A_cancelled_save_saves_both_tokens_or_none()
    {
        await using var store = await OpenAsync<IAccessTokenModel, IRefreshTokenModel>();
        await CancelledAtEveryMomentAsync(async ct =>
        {
            var tokens = store.New.Tokens();
            var completed = await CompletesAsync(() => store.CallAsync(c => c.SaveAsync(tokens.Record, ct: ct)));
            var found = await store.FoundAsync(tokens);
            Promise(
                found == store.AllOf(tokens) || (found == "" && !completed),
                $"A cancelled SaveTokenAsync has saved both tokens, or none and has thrown; it {Ended(completed)}, found: '{found}'.");
        });
    }

    /// <summary>All of the exchange, or nothing of it.</summary>
    [Fact, Capability(typeof(IExchangeModel))]
    public async Task A_cancelled_exchange_has_happened_wholly_or_not_at_all()
    {
        await using var store = await OpenAsync<IExchangeModel, IRefreshTokenModel>();
        await CancelledAtEveryMomentAsync(async ct =>
        {
            var token = await store.SaveRefreshAsync();
            var (successor, replay) = (store.New.Tokens(token.Record.Authorization), store.New.Replay());
            var completed = await CompletesAsync(() =>
                store.CallAsync(c => c.ExchangeAsync(token.Record, successor.Record, replay, ct: ct)));

            var (after, found) = (await store.FindAsync(token), await store.FoundAsync(successor));
            var wholly = after is { ConsumedAt: not null, Replay: not null } && found == store.AllOf(successor);
            var notAtAll = after is { ConsumedAt: null, Replay: null } && found == "";
            Promise(
                wholly || (notAtAll && !completed),
                $"A cancelled ExchangeAsync is complete, or has done nothing and has thrown; it {Ended(completed)}, "
                    + $"the credential is {(after?.ConsumedAt is null ? "fresh" : "consumed")}, found: '{found}'.");
        });
    }

    /// <summary>The whole family, or nothing.</summary>
    [Fact, Capability(typeof(IAuthorizationModel))]
    public async Task A_cancelled_revocation_ends_the_whole_family_or_nothing()
    {
        await using var store = await OpenAsync<IAuthorizationModel>();
        await CancelledAtEveryMomentAsync(async ct =>
        {
            var family = await SaveFamilyAsync(store, store.New.Authorization());
            var completed = await CompletesAsync(() => store.CallAsync(c => c.RevokeAsync(family.Authorization, ct: ct)));
            if (completed || await FoundAsync(store, family) == "")
                await IsRevokedAsync(store, family, "After a RevokeAuthorizationAsync that was cancelled and completed,");
            else
                await IsUntouchedAsync(store, family, "A RevokeAuthorizationAsync that was cancelled and threw");
        });
    }

    /// <summary>A code is saved and consumed, or not.</summary>
    [Fact, Capability(typeof(IAuthorizationCodeModel))]
    public async Task A_cancelled_save_or_use_of_a_code_says_what_happened()
    {
        await using var store = await OpenAsync<IAuthorizationCodeModel>();
        await CancelledAtEveryMomentAsync(async ct =>
        {
            var code = store.New.Code();
            var saved = await CompletesAsync(() => store.CallAsync(c => c.SaveAsync(code.Record, ct: ct)));
            Promise(
                await store.FindAsync(code) is not null || !saved,
                "A SaveAuthorizationCodeAsync that returned has saved the code, also when it was cancelled.");

            var other = await store.SaveCodeAsync();
            var used = await CompletesAsync(() => store.CallAsync(c => c.ConsumeAsync(other.Record, ct: ct)));
            Promise(
                (await store.FindAsync(other))?.ConsumedAt is not null || !used,
                "A RevokeAuthorizationCodeAsync that returned has consumed the code, also when it was cancelled.");
        });
    }

    /// <summary>A look-up gives the right answer or throws: never null for a record that is there.</summary>
    [Fact, Capability(typeof(IOAuthModel))]
    public async Task A_cancelled_look_up_never_says_null_for_what_is_there()
    {
        await using var store = await OpenAsync<IOAuthModel>();
        var family = await SaveFamilyAsync(store, store.New.Authorization());
        await CancelledAtEveryMomentAsync(async ct =>
        {
            await FindsAsync(() => store.CallAsync(c => c.FindClientAsync("client", ct: ct)), nameof(IOAuthModel.GetClientAsync));
            if (store.Can<IAccessTokenModel>())
            {
                await FindsAsync(
                    () => store.CallAsync(c => c.FindAccessAsync(family.Tokens.Access, ct: ct)),
                    nameof(IAccessTokenModel.GetAccessTokenAsync));
            }
            if (store.Can<IRefreshTokenModel>())
            {
                await FindsAsync(
                    () => store.CallAsync(c => c.FindRefreshAsync(family.Tokens.Refresh, ct: ct)),
                    nameof(IRefreshTokenModel.GetRefreshTokenAsync));
            }
            if (family.Code is { } code)
            {
                await FindsAsync(
                    () => store.CallAsync(c => c.FindCodeAsync(code.Secret, ct: ct)),
                    nameof(IAuthorizationCodeModel.GetAuthorizationCodeAsync));
            }
        });
    }

    private static Task FindsAsync<T>(Func<Task<T?>> find, string function) where T : class => CompletesAsync(async () => Promise(
        await find() is not null,
        $"A cancelled {function} throws OperationCanceledException or gives the right answer; null would refuse a valid client or token."));

    /// <summary>Cancelled before the call, and then a little later in every round.</summary>
    private async Task CancelledAtEveryMomentAsync(Func<CancellationToken, Task> round)
    {
        await round(new CancellationToken(canceled: true));
        for (var i = 0; i < 3 * Rounds; i++)
        {
            using var cancellation = new CancellationTokenSource();
            var delay = TimeSpan.FromMicroseconds(20 * i * i);
            var cancelling = Task.Run(() =>
            {
                var watch = Stopwatch.StartNew();
                while (watch.Elapsed < delay) Thread.SpinWait(20);
                cancellation.Cancel();
            });
            await round(cancellation.Token);
            await cancelling;
        }
    }

    private static async Task<bool> CompletesAsync(Func<Task> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static string Ended(bool completed) => completed ? "returned" : "threw";
}
