using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="IPruningModel"/>.</content>
public abstract partial class ModelContract
{
    /// <summary>What still works, and what must still be recognised, is not old.</summary>
    [Fact, Capability(typeof(IPruningModel))]
    public async Task Pruning_leaves_everything_that_is_alive()
    {
        await using var store = await OpenAsync<IPruningModel, IAuthorizationModel>();
        var family = await SaveFamilyAsync(store, store.New.Authorization());
        Assert.Equal(0, await PruneAsync(store, store.Clock.GetUtcNow(), 1000));
        await IsAliveAsync(store, family, "Pruning");
    }

    /// <summary>Small batches: a call never removes more than it was told.</summary>
    [Fact, Capability(typeof(IPruningModel))]
    public async Task Pruning_removes_at_most_so_many_at_once_and_tells_how_many()
    {
        await using var store = await OpenAsync<IPruningModel, IAccessTokenModel>();
        for (var i = 0; i < 10; i++) await store.SaveAsync(store.New.Tokens(store.New.Authorization() with { EndsAt = store.Clock.GetUtcNow().AddHours(2) }, withRefresh: false));
        store.Clock.Advance(TimeSpan.FromHours(3));

        var counts = new List<int>();
        for (var i = 0; i < 100 && (counts.Count == 0 || counts[^1] >= 3); i++) counts.Add(await PruneAsync(store, store.Clock.GetUtcNow(), 3));
        Promise(counts.TrueForAll(c => c is >= 0 and <= 3), $"PruneAsync removes at most atMost records in one call; asked for 3 it said {string.Join(", ", counts)}.");
        Promise(counts.Sum() >= 10, $"PruneAsync gives how many records it removed: of 10 expired tokens it said {counts.Sum()}.");
        Assert.Equal(0, await PruneAsync(store, store.Clock.GetUtcNow(), 3));
    }

    /// <summary>An expired access token can be used by nobody.</summary>
    [Fact, Capability(typeof(IPruningModel))]
    public async Task Pruning_removes_what_is_expired()
    {
        await using var store = await OpenAsync<IPruningModel, IAuthorizationModel>();
        var family = await SaveFamilyAsync(store, store.New.Authorization());
        store.Clock.Advance(TimeSpan.FromDays(400));
        await store.PruneAsync();
        await IsDeadAsync(store, family, "After everything expired and was pruned");
    }

    private static Task<int> PruneAsync(Store store, DateTimeOffset now, int atMost) => store.CallAsync(c => c.As<IPruningModel>().PruneAsync(now, atMost, default));
}
