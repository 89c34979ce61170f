using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>SQLite writes that wait together are committed together; each of them still succeeds, fails or is cancelled alone.</summary>
public sealed class GroupCommitTests
{
    [Fact]
    public async Task A_thousand_parallel_writes_are_all_stored()
    {
        await using var shop = await Shop.OpenAsync(SqliteShop.CreateAsync());
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => Task.Run(() =>
            shop.SaveAsync(new Token { Access = shop.New.Access($"token {i}", shop.New.Authorization()) }))));

        Assert.Equal(1000, await shop.CountAsync<AccessTokenRow>());
        for (var i = 0; i < 1000; i++) Assert.NotNull(await shop.FindAccessAsync($"token {i}"));
    }

    [Fact]
    public async Task A_write_that_fails_among_others_fails_alone()
    {
        await using var shop = await Shop.OpenAsync(SqliteShop.CreateAsync());
        var saves = await WhileLockedAsync(shop, () =>
            [.. Enumerable.Range(0, 20).Select(i => shop.SaveAsync(new Token { Access = Bad(shop, i) }))]);

        for (var i = 0; i < 20; i++)
        {
            if (i == 7) await Assert.ThrowsAsync<SqliteException>(() => saves[7]);
            else await saves[i];
            Assert.Equal(i != 7, await shop.FindAccessAsync($"{i}") is not null);
        }
    }

    /// <summary>The first of its two statements was run before the second failed.</summary>
    [Fact]
    public async Task A_write_whose_second_statement_fails_leaves_nothing_of_the_first()
    {
        await using var shop = await Shop.OpenAsync(SqliteShop.CreateAsync());
        var authorization = shop.New.Authorization();
        var half = new Token { Access = shop.New.Access("half", authorization),
            Refresh = shop.New.Refresh("half", authorization with { Id = null! }) };
        var saves = await WhileLockedAsync(shop, () =>
            [shop.SaveAsync(shop.New.Pair(authorization)), shop.SaveAsync(half), shop.SaveAsync(shop.New.Pair(authorization))]);

        await saves[0];
        await Assert.ThrowsAsync<SqliteException>(() => saves[1]);
        await saves[2];
        Assert.Null(await shop.FindAccessAsync("half"));
        Assert.Equal((2, 2), (await shop.CountAsync<AccessTokenRow>(), await shop.CountAsync<CredentialRow>()));

        await Assert.ThrowsAsync<SqliteException>(() => shop.SaveAsync(half));
        Assert.Null(await shop.FindAccessAsync("half"));
    }

    [Fact]
    public async Task A_caller_that_gives_up_while_it_waits_writes_nothing_and_disturbs_no_other()
    {
        await using var shop = await Shop.OpenAsync(SqliteShop.CreateAsync());
        using var cancel = new CancellationTokenSource();
        Task given = Task.CompletedTask;
        var saves = await WhileLockedAsync(shop, () =>
        {
            // The first is under way and waits for the lock; the others wait behind it.
            Task[] all =
            [
                shop.SaveAsync(new Token { Access = shop.New.Access("first", shop.New.Authorization()) }),
                given = SaveAsync(shop, "given up", cancel.Token),
                shop.SaveAsync(new Token { Access = shop.New.Access("last", shop.New.Authorization()) }),
            ];
            cancel.Cancel();
            return all;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        await saves[0];
        await saves[2];
        Assert.Null(await shop.FindAccessAsync("given up"));
        Assert.NotNull(await shop.FindAccessAsync("first"));
        Assert.NotNull(await shop.FindAccessAsync("last"));
    }

    [Fact]
    public async Task A_caller_that_has_given_up_already_writes_nothing()
    {
        await using var shop = await Shop.OpenAsync(SqliteShop.CreateAsync());
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SaveAsync(shop, "token", cancelled.Token));
        Assert.Equal(0, await shop.CountAsync<AccessTokenRow>());
    }

    [Fact]
    public async Task A_commit_that_fails_fails_all_of_its_writes_and_the_next_ones_work()
    {
        await using var shop = await Shop.OpenAsync(SqliteShop.CreateAsync());
        await shop.SqlAsync("CREATE TABLE parent (id INTEGER PRIMARY KEY)");
        await shop.SqlAsync("CREATE TABLE child (id INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)");
        await shop.SqlAsync(
            $"CREATE TRIGGER fails AFTER INSERT ON {shop.Store.Table("revocations")} BEGIN INSERT INTO child VALUES (1); END");
        var saves = await WhileLockedAsync(shop, () =>
            [shop.SaveAsync(shop.New.Pair(shop.New.Authorization())), shop.RevokeAsync(shop.New.Authorization())]);

        // The foreign key is checked at the commit, which both of them share.
        foreach (var save in saves) await Assert.ThrowsAsync<SqliteException>(() => save);
        Assert.Equal((0, 0), (await shop.CountAsync<AccessTokenRow>(), await shop.CountAsync<RevocationRow>()));
        await shop.SaveAsync(shop.New.Pair(shop.New.Authorization()));
    }

    [Fact]
    public async Task A_query_does_not_wait_for_a_writer()
    {
        await using var shop = await Shop.OpenAsync(SqliteShop.CreateAsync());
        await shop.SaveAsync(new Token { Access = shop.New.Access("token", shop.New.Authorization()) });
        await using var db = shop.Store.Open();
        Task save;
        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            await db.Set<AccessTokenRow>().ExecuteDeleteAsync();
            save = Task.Run(() => shop.SaveAsync(shop.New.Pair(shop.New.Authorization())));
            Assert.NotNull(await Task.Run(() => shop.FindAccessAsync("token")).WaitAsync(TimeSpan.FromSeconds(25)));
            await transaction.RollbackAsync();
        }
        await save;
    }

    private static AccessToken Bad(Shop shop, int i)
    {
        var token = shop.New.Access($"{i}", shop.New.Authorization());
        return i == 7 ? token with { TokenType = null! } : token;
    }

    private static async Task SaveAsync(Shop shop, string text, CancellationToken ct)
    {
        await using var db = shop.Store.Open();
        await new ShopModel(db).SaveTokenAsync(new() { Access = shop.New.Access(text, shop.New.Authorization()) }, shop.Now, ct);
    }

    // The file's turn is held while the writes begin: they all wait, and the first batch takes them together.
    private static async Task<Task[]> WhileLockedAsync(Shop shop, Func<Task[]> start)
    {
        await using var db = shop.Store.Open();
        await db.Database.OpenConnectionAsync();
        using var turn = await SqliteTurn.TakeAsync(db.Database.GetDbConnection().DataSource, default);
        var tasks = start();
        Assert.All(tasks, task => Assert.False(task.IsCompletedSuccessfully));
        return tasks;
    }
}
