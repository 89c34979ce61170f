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
        await store.AdvanceAsync(TimeSpan.FromHours(3));

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
        await store.AdvanceAsync(TimeSpan.FromDays(400));
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
        await store.AdvanceAsync(TimeSpan.FromDays(1));
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

        await store.AdvanceAsync(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        await store.PruneAsync();
        Same.Record(token.Record with { ConsumedAt = now, Replay = replay }, await store.FindAsync(token));

        await store.AdvanceAsync(TimeSpan.FromTicks(1));
        await store.PruneAsync();
        var found = await store.FindAsync(token);
        Promise(
            found is { Replay: null },
            "PruneAsync clears Credential.Replay from the tick of Replay.Until on and keeps the consumed token; GetRefreshTokenAsync "
                + (found is null ? "gave null." : "gave it with its Replay."));
        Same.Record(token.Record with { ConsumedAt = now }, found);
        Same.Record(later.Record with { ConsumedAt = now, Replay = longer }, await store.FindAsync(later));
    }

    /// <summary>The caller gives the time: the clock of a node, or of the database, may differ from it.</summary>
    [Fact, Capability(typeof(IPruningModel))]
    public async Task Pruning_goes_by_the_time_that_it_is_given()
    {
        await using var store = await OpenAsync<IPruningModel, IAuthorizationModel>();
        var (kept, removed) = (await SaveEndingAsync(store), await SaveEndingAsync(store));
        var early = await PruneAsync(store, Start.AddHours(-1), 1000);
        Promise(early == 0, $"PruneAsync with a time at which nothing is expired removes nothing; it gave {early}.");
        Promise(
            await store.FoundAsync(kept) == store.AllOf(kept),
            "PruneAsync with a time at which nothing is expired leaves every token.");

        var late = await PruneAsync(store, Start.AddHours(3), 1000);
        Promise(
            late >= 2 && await store.FoundAsync(removed) == "",
            $"PruneAsync goes by the time that it is given and not by a clock: what is expired then is removed. It gave {late}.");

        var again = await SaveEndingAsync(store);
        await store.AdvanceAsync(TimeSpan.FromHours(2) + TimeSpan.FromMinutes(1));
        var before = await store.FoundAsync(again);
        await PruneAsync(store, Start.AddMinutes(1), 1000);
        Promise(
            await store.FoundAsync(again) == before,
            "PruneAsync goes by the time that it is given and not by a clock: what is not expired then stays.");
    }

    /// <summary>At most so many in one call, of all kinds together; and fewer only when nothing is left.</summary>
    [Fact, Capability(typeof(IPruningModel))]
    public async Task Pruning_removes_at_most_so_many_of_all_kinds_together()
    {
        const int AtMost = 4;
        await using var store = await OpenAsync<IPruningModel, IAuthorizationModel>();
        var saved = new List<HeldTokens>();
        for (var i = 0; i < 6; i++)
        {
            saved.Add(await SaveEndingAsync(store));
            if (store.Can<IAuthorizationCodeModel>()) await store.SaveCodeAsync(saved[^1].Record.Access.Authorization);
            if (store.Can<IDeviceCodeModel>()) await store.SaveDeviceAsync();
            if (store.Can<IAttemptModel>()) await CountsAsync(store, $"{Key[..^2]}{i:00}", 1);
            var revoked = await SaveEndingAsync(store);
            await store.RevokeAsync(revoked.Record.Access.Authorization);
        }
        await store.AdvanceAsync(TimeSpan.FromDays(30));
        var counts = new List<int>();
        do counts.Add(await PruneAsync(store, store.Clock.GetUtcNow(), AtMost));
        while (counts[^1] >= AtMost && counts.Count < 100);
        Promise(
            counts.TrueForAll(c => c is >= 0 and <= AtMost),
            $"PruneAsync removes at most atMost records of all kinds together; for {AtMost} it gave {string.Join(", ", counts)}.");
        var left = await PruneAsync(store, store.Clock.GetUtcNow(), 1000);
        Promise(
            left == 0, $"A PruneAsync that gives fewer than atMost has left nothing; after {string.Join(", ", counts)} it gave {left}.");
        foreach (var tokens in saved) Promise(await store.FoundAsync(tokens) == "", "After PruneAsync no expired token is found.");
    }

    private static async Task<HeldTokens> SaveEndingAsync(Store store)
    {
        var tokens = store.NewTokens(store.New.Authorization() with { EndsAt = Start.AddHours(2) });
        var refresh = tokens.Record.Refresh is { } r ? r with { ExpiresAt = Start.AddHours(2) } : null;
        tokens = tokens with { Record = new() { Access = tokens.Record.Access with { ExpiresAt = Start.AddHours(2) }, Refresh = refresh } };
        await store.SaveAsync(tokens);
        return tokens;
    }

    private static Task<int> PruneAsync(Store store, DateTimeOffset now, int atMost) =>
        store.CallAsync(c => c.As<IPruningModel>().PruneAsync(now, atMost, default));
}
