using Microsoft.EntityFrameworkCore;

namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>What is SQLite's own: one writer, and how durable a commit is.</summary>
public sealed class SqliteTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(25);

    [Fact]
    public async Task Sixty_four_parallel_writers_never_see_a_locked_database()
    {
        await using var shop = await Shop.OpenAsync(SqliteShop.CreateAsync());
        await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() => WriteAsync(shop, $"client-{i}"))));

        Assert.Equal(64 * 6, await shop.CountAsync<AccessTokenRow>());
        Assert.Equal(65, await shop.CountAsync<ClientRow>());
    }

    [Theory]
    [InlineData(true, 2L)]
    [InlineData(false, 1L)]
    public async Task The_log_is_written_ahead_and_a_commit_is_as_durable_as_chosen(bool survivesPowerCut, long synchronous)
    {
        await using var shop = await Shop.OpenAsync(SqliteShop.CreateAsync(survivesPowerCut));
        // The second turn gets its connection from the pool.
        for (var turn = 0; turn < 2; turn++)
        {
            Assert.Equal("wal", await PragmaAsync<string>(shop, "journal_mode"));
            Assert.Equal(synchronous, await PragmaAsync<long>(shop, "synchronous"));
            Assert.Equal(30_000L, await PragmaAsync<long>(shop, "busy_timeout"));
        }
    }

    /// <summary>The application's transaction has SQLite's lock; a writer that waits for it must not hold what the transaction's own
    /// save waits for.</summary>
    [Fact]
    public async Task A_save_in_the_applications_transaction_does_not_wait_for_writers_that_wait_for_it()
    {
        await using var shop = await Shop.OpenAsync(SqliteShop.CreateAsync());
        await using var db = shop.Store.Open();
        Task[] others;
        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            others = [.. Enumerable.Range(0, 8).Select(_ => Task.Run(() => shop.SaveAsync(shop.New.Pair(shop.New.Authorization()))))];
            await Task.Delay(100);
            await new ShopModel(db).SaveTokenAsync(shop.New.Pair(shop.New.Authorization()), shop.Now, default).AsTask().WaitAsync(Soon);
            await transaction.CommitAsync();
        }
        await Task.WhenAll(others).WaitAsync(Soon);
        Assert.Equal(9, await shop.CountAsync<AccessTokenRow>());
    }

    private static async Task WriteAsync(Shop shop, string client)
    {
        await shop.CallAsync(m => new ValueTask(m.SaveClientAsync(Shop.PhotoApp with { Id = client }, null)));
        for (var i = 0; i < 3; i++)
        {
            var pair = shop.New.Pair(shop.New.Authorization());
            await shop.SaveAsync(pair);
            Assert.True(await shop.ExchangeAsync(pair.Refresh!, shop.New.Pair(pair.Access.Authorization)));
            await shop.RevokeAsync(pair.Access.Authorization);
            await shop.CallAsync(m => m.RevokeConsentAsync("issuer", "subject", client, shop.Clock.GetUtcNow(), default));
        }
    }

    private static async Task<T> PragmaAsync<T>(Shop shop, string pragma)
    {
        await using var db = shop.Store.Open();
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"PRAGMA {pragma}";
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
