using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="IPruningModel"/>.</content>
public abstract partial class ModelContract
{
    /// <summary>Pruning leaves what is still valid, and what must still be recognised.</summary>
    [Fact, Capability(typeof(IPruningModel))]
    public async Task Pruning_leaves_everything_that_is_valid()
    {
        await using var store = await OpenAsync<IPruningModel, IAuthorizationModel>();
        var family = await SaveFamilyAsync(store, store.New.Authorization());
        Assert.Equal(0, await PruneAsync(store, store.Clock.GetUtcNow(), 1000));
        await IsUntouchedAsync(store, family, "PruneAsync");
    }

    /// <summary>Small batches: a call never removes more than it may.</summary>
    [Fact, Capability(typeof(IPruningModel))]
    public async Task Pruning_removes_at_most_so_many_and_gives_how_many()
    {
        await using var store = await OpenAsync<IPruningModel, IAccessTokenModel>();
        for (var i = 0; i < 10; i++)
        {
            var authorization = store.New.Authorization() with { EndsAt = store.Clock.GetUtcNow().AddHours(2) };
            await store.SaveAsync(store.New.Tokens(authorization, withRefresh: false));
        }
        store.Clock.Advance(TimeSpan.FromHours(3));

        var counts = new List<int>();
        for (var i = 0; i < 100 && (counts.Count == 0 || counts[^1] >= 3); i++)
            counts.Add(await PruneAsync(store, store.Clock.GetUtcNow(), 3));
        Promise(
            counts.TrueForAll(c => c is >= 0 and <= 3),
            $"PruneAsync removes at most atMost records in one call; for 3 it gave {string.Join(", ", counts)}.");
        Promise(counts.Sum() >= 10, $"PruneAsync gives how many records it removed; for 10 expired tokens it gave {counts.Sum()}.");
        Assert.Equal(0, await PruneAsync(store, store.Clock.GetUtcNow(), 3));
    }

    /// <summary>Expired records are of no use.</summary>
    [Fact, Capability(typeof(IPruningModel))]
    public async Task Pruning_removes_what_is_expired()
    {
        await using var store = await OpenAsync<IPruningModel, IAuthorizationModel>();
        var family = await SaveFamilyAsync(store, store.New.Authorization());
        store.Clock.Advance(TimeSpan.FromDays(400));
        await store.PruneAsync();
        await IsRevokedAsync(store, family, "After everything expired and PruneAsync was called,");
    }

    /// <summary>Devices ask for thousands of codes that no user ever answers.</summary>
    [Fact, Capability(typeof(IPruningModel))]
    public async Task Pruning_removes_device_codes_that_are_long_expired()
    {
        await using var store = await OpenAsync<IPruningModel, IDeviceCodeModel>();
        var device = await store.SaveDeviceAsync();
        await store.PruneAsync();
        Same.Record(device.Record, await store.FindAsync(device));
        store.Clock.Advance(TimeSpan.FromDays(1));
        await store.PruneAsync();
        Promise(
            await store.FindAsync(device) is null && await store.FindByUserCodeAsync(device) is null,
            "PruneAsync removes a device code that expired a day ago.");
    }

    /// <summary>After <see cref="Replay.Until"/> no answer is repeated. One that is kept is of use to an attacker only.</summary>
    [Fact, Capability(typeof(IPruningModel))]
    public async Task Pruning_clears_a_sealed_answer_whose_time_is_over()
    {
        await using var store = await OpenAsync<IPruningModel, IExchangeModel, IRefreshTokenModel>();
        var (token, later) = (await store.SaveRefreshAsync(), await store.SaveRefreshAsync());
        var now = store.Clock.GetUtcNow();
        var (replay, longer) = (store.New.Replay(until: now.AddSeconds(10)), store.New.Replay(until: now.AddSeconds(20)));
        // The one that ends later comes first: a store that clears in the order of saving would stop at it.
        await store.ExchangeAsync(later.Record, store.New.Tokens(later.Record.Authorization), longer);
        await store.ExchangeAsync(token.Record, store.New.Tokens(token.Record.Authorization), replay);

        store.Clock.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        await store.PruneAsync();
        Same.Record(token.Record with { ConsumedAt = now, Replay = replay }, await store.FindAsync(token));

        store.Clock.Advance(TimeSpan.FromTicks(1));
        await store.PruneAsync();
        var found = await store.FindAsync(token);
        Promise(
            found is { Replay: null },
            "PruneAsync clears Credential.Replay from the tick of Replay.Until on and keeps the consumed token; GetRefreshTokenAsync "
                + (found is null ? "gave null." : "gave it with its Replay."));
        Same.Record(token.Record with { ConsumedAt = now }, found);
        Same.Record(later.Record with { ConsumedAt = now, Replay = longer }, await store.FindAsync(later));
    }

    private static Task<int> PruneAsync(Store store, DateTimeOffset now, int atMost) =>
        store.CallAsync(c => c.As<IPruningModel>().PruneAsync(now, atMost, default));
}
