using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>A sealed answer is stored for the reuse interval and until its successor is consumed, and no longer:
/// an attacker with an old refresh token and the database must not walk the chain of answers to the fresh one.</summary>
public abstract class SealedAnswerTests
{
    private static readonly byte[] Answer = [1, 2, 3];

    protected abstract ValueTask<ShopStore> CreateAsync();

    [Fact]
    public async Task The_answer_is_read_within_the_interval_and_not_after_it()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        await RotateAsync(shop, shop.New.Authorization(), "first", "second");
        Assert.Equal(Answer, (await shop.FindRefreshAsync("first"))!.Replay!.SealedResponse.ToArray());

        shop.Clock.Advance(TimeSpan.FromSeconds(10));
        var found = (await shop.FindRefreshAsync("first"))!;
        Assert.NotNull(found.ConsumedAt);
        Assert.Null(found.Replay);
    }

    [Fact]
    public async Task After_the_interval_pruning_removes_the_answer_and_keeps_the_token()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        for (var i = 0; i < 5; i++) await RotateAsync(shop, shop.New.Authorization(), $"first {i}", $"second {i}");
        await shop.PruneAllAsync();
        Assert.Equal(5, await StoredAsync(shop));

        shop.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(5, await shop.PruneAllAsync(batch: 2));
        Assert.Equal(0, await StoredAsync(shop));
        for (var i = 0; i < 5; i++) Assert.NotNull((await shop.FindRefreshAsync($"first {i}"))!.ConsumedAt);
    }

    [Fact]
    public async Task The_answer_goes_with_the_exchange_of_its_successor()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var authorization = shop.New.Authorization();
        await RotateAsync(shop, authorization, "first", "second");
        await RotateAsync(shop, shop.New.Authorization(), "other", "other second");

        var second = (await shop.FindRefreshAsync("second"))!;
        Assert.True(await shop.ExchangeAsync(second, shop.New.Pair(authorization, refresh: "third"),
            new(shop.Clock.GetUtcNow().AddSeconds(10), Answer)));
        Assert.Null((await shop.FindRefreshAsync("first"))!.Replay);
        Assert.NotNull((await shop.FindRefreshAsync("second"))!.Replay);
        Assert.NotNull((await shop.FindRefreshAsync("other"))!.Replay);
        Assert.Equal(2, await StoredAsync(shop));
    }

    [Fact]
    public async Task The_answer_goes_when_its_successor_is_consumed_without_an_exchange()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        await RotateAsync(shop, shop.New.Authorization(), "first", "second");
        var second = (await shop.FindRefreshAsync("second"))!;
        Assert.True(await shop.CallAsync(m => m.RevokeTokenAsync(second, shop.Now, default)));
        Assert.Equal(0, await StoredAsync(shop));
    }

    /// <summary>A repeated request of the client consumes nothing, so the answer must stay.</summary>
    [Fact]
    public async Task An_exchange_that_comes_second_removes_no_answer()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var authorization = shop.New.Authorization();
        await RotateAsync(shop, authorization, "first", "second");
        var second = (await shop.FindRefreshAsync("second"))!;
        await RotateAsync(shop, authorization, "parallel", "parallel second");

        var first = (await shop.FindRefreshAsync("first"))!;
        Assert.False(await shop.ExchangeAsync(first, shop.New.Pair(authorization)));
        Assert.NotNull((await shop.FindRefreshAsync("parallel"))!.Replay);
        Assert.Null(second.ConsumedAt);
    }

    /// <summary>Of a chain of thousands of consumed tokens the one with an answer is found by an index.</summary>
    [Fact]
    public async Task The_answers_of_a_family_are_found_by_the_index_of_answers()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        await using var db = shop.Store.Open();
        var sql = Statements.Of(db).Credentials.ClearText
            .Replace("@family", "'family'", StringComparison.Ordinal).Replace("@hash", shop.Store.Bytes, StringComparison.Ordinal)
            .Replace("@consumer", shop.Store.Bytes, StringComparison.Ordinal);
        Assert.Contains("replay_until", await shop.Store.PlanAsync(sql), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_answers_whose_time_is_over_are_found_by_the_index_of_answers()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        await using var db = shop.Store.Open();
        var sql = Statements.Of(db).PruneInOrder[0].Parts[0].Text
            .Replace("@now", "639000000000000000", StringComparison.Ordinal).Replace("@limit", "100", StringComparison.Ordinal);
        Assert.Contains("replay_until", await shop.Store.PlanAsync(sql), StringComparison.OrdinalIgnoreCase);
    }

    private static async Task RotateAsync(Shop shop, Authorization authorization, string first, string second)
    {
        var pair = shop.New.Pair(authorization, refresh: first);
        await shop.SaveAsync(pair);
        Assert.True(await shop.ExchangeAsync(pair.Refresh!, shop.New.Pair(authorization, refresh: second),
            new(shop.Clock.GetUtcNow().AddSeconds(10), Answer)));
    }

    // The raw column: what the model reads may be filtered.
    private static async Task<long> StoredAsync(Shop shop)
    {
        await using var db = shop.Store.Open();
        await db.Database.OpenConnectionAsync();
        await using DbCommand command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText =
            $"SELECT count(*) FROM {shop.Store.Table("credentials")} WHERE sealed_response IS NOT NULL OR replay_until IS NOT NULL";
        return (long)(await command.ExecuteScalarAsync())!;
    }
}

public sealed class SqliteSealedAnswerTests : SealedAnswerTests
{
    protected override ValueTask<ShopStore> CreateAsync() => SqliteShop.CreateAsync();
}

public sealed class PostgreSqlSealedAnswerTests : SealedAnswerTests
{
    protected override ValueTask<ShopStore> CreateAsync() => PostgreSqlShop.CreateAsync();
}
