using System.Data;
using System.Data.Common;
using System.Transactions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using OAuth2Server.Testing;

namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>On which connection a statement runs: the model keeps its own, and leaves them for the application's where the application
/// has one open.</summary>
public abstract class ConnectionTests
{
    protected abstract ValueTask<ShopStore> CreateAsync();

    [Fact]
    public async Task What_the_application_began_on_its_open_connection_is_seen_and_decides()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        await using (var db = shop.Store.Open())
        {
            await db.Database.OpenConnectionAsync();
            await db.Database.ExecuteSqlRawAsync("BEGIN");
            await new ShopModel(db).SaveTokenAsync(new() { Access = shop.New.Access("token", shop.New.Authorization()) }, shop.Now,
                default);
            var pair = shop.New.Pair(shop.New.Authorization());
            await new ShopModel(db).SaveTokenAsync(pair, shop.Now, default);
            Assert.True(await new ShopModel(db).ExchangeAsync(pair.Refresh!, shop.New.Pair(pair.Access.Authorization), null, shop.Now,
                default));
            Assert.NotNull(await new ShopModel(db).GetAccessTokenAsync(new("token"), shop.Now, default));
            Assert.Equal(ConnectionState.Open, db.Database.GetDbConnection().State);
            await db.Database.ExecuteSqlRawAsync("ROLLBACK");
        }
        Assert.Null(await shop.FindAccessAsync("token"));
        Assert.Equal((0, 0), (await shop.CountAsync<AccessTokenRow>(), await shop.CountAsync<CredentialRow>()));
    }

    [Fact]
    public async Task A_pooled_context_that_had_a_transaction_uses_the_models_connections_afterwards()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        await using var db = new ShopDb(shop.Store.With());
        var model = new ShopModel(db);
        await using (await db.Database.BeginTransactionAsync())
            await model.SaveTokenAsync(new() { Access = shop.New.Access("lost", shop.New.Authorization()) }, shop.Now, default);
        await model.SaveTokenAsync(new() { Access = shop.New.Access("kept", shop.New.Authorization()) }, shop.Now, default);
        Assert.Null(await shop.FindAccessAsync("lost"));
        Assert.NotNull(await shop.FindAccessAsync("kept"));
        Assert.Equal(ConnectionState.Closed, db.Database.GetDbConnection().State);
    }

    [Fact]
    public async Task A_connection_interceptor_of_the_application_sees_every_connection()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var seen = new Openings();
        await shop.CallAsync(m => m.GetAccessTokenAsync(new("unknown"), shop.Now, default), shop.Store.With(interceptor: seen));
        Assert.Equal(1, seen.Count);
    }

    [Fact]
    public async Task A_statement_that_failed_because_of_its_table_works_when_the_table_is_back()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        await shop.SaveAsync(new Token { Access = shop.New.Access("token", shop.New.Authorization()) });
        Assert.NotNull(await shop.FindAccessAsync("token"));
        await RenameAsync(shop, "access_tokens", "away");
        await Assert.ThrowsAnyAsync<DbException>(() => shop.FindAccessAsync("token"));
        await RenameAsync(shop, "away", "access_tokens");
        Assert.NotNull(await shop.FindAccessAsync("token"));
        await shop.SaveAsync(new Token { Access = shop.New.Access("another", shop.New.Authorization()) });
    }

    [Fact]
    public async Task A_column_that_is_added_while_the_server_runs_disturbs_nothing()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        await shop.SaveAsync(new Token { Access = shop.New.Access("token", shop.New.Authorization()) });
        Assert.NotNull(await shop.FindAccessAsync("token"));
        await shop.SqlAsync($"ALTER TABLE {shop.Store.Table("access_tokens")} ADD COLUMN added text");
        Assert.NotNull(await shop.FindAccessAsync("token"));
        await shop.SaveAsync(new Token { Access = shop.New.Access("another", shop.New.Authorization()) });
    }

    [Fact]
    public async Task After_the_pool_was_cleared_everything_works()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        await shop.SaveAsync(shop.New.Pair(shop.New.Authorization(), "access"));
        await using (var db = shop.Store.Open()) OAuth2ConnectionPool.Clear(db);
        Assert.NotNull(await shop.FindAccessAsync("access"));
        OAuth2ConnectionPool.ClearAll();
        await shop.SaveAsync(shop.New.Pair(shop.New.Authorization()));
    }

    [Fact]
    public async Task Names_of_the_applications_own_are_used()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        await using var db = OddDb.Over(shop);
        await db.Database.ExecuteSqlRawAsync(db.Database.GenerateCreateScript().Replace("{", "{{", StringComparison.Ordinal)
            .Replace("}", "}}", StringComparison.Ordinal));
        var model = new EntityFrameworkModel<OddDb>(db);
        var pair = shop.New.Pair(shop.New.Authorization(), "access", "first");
        await model.SaveTokenAsync(pair, shop.Now, default);
        for (var i = 0; i < 3; i++) Assert.NotNull(await model.GetAccessTokenAsync(new("access"), shop.Now, default));
        Assert.True(await model.ExchangeAsync(pair.Refresh!, shop.New.Pair(pair.Access.Authorization, refresh: "second"), null, shop.Now,
            default));
        Assert.NotNull((await model.GetRefreshTokenAsync(new("first"), shop.Now, default))!.ConsumedAt);
        Assert.Equal(1, await model.AddFailureAsync("key", shop.Clock.GetUtcNow(), shop.Clock.GetUtcNow().AddMinutes(15), default));
        await model.SaveConsentAsync(new() { Issuer = "i", Subject = "s", ClientId = "c", Scope = Scope.Of("a"),
            GrantedAt = shop.Clock.GetUtcNow() }, null, default);
        Assert.Single(await model.GetConsentsAsync("i", "s", default));
        await model.PruneAsync(shop.Clock.GetUtcNow().AddDays(400), 100, default);
        Assert.Null(await shop.FindAccessAsync("access"));
    }

    private static Task<int> RenameAsync(Shop shop, string from, string to)
    {
        var (source, target) = (shop.Store.Table(from), shop.Store.Table(to).Split('.')[^1]);
        return shop.SqlAsync($"ALTER TABLE {source} RENAME TO {target}");
    }

    private sealed class Openings : DbConnectionInterceptor
    {
        internal int Count { get; private set; }

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData,
            CancellationToken cancellationToken = default)
        {
            Count++;
            return Task.CompletedTask;
        }
    }
}

public sealed class SqliteConnectionTests : ConnectionTests
{
    protected override ValueTask<ShopStore> CreateAsync() => SqliteShop.CreateAsync();

    [Fact]
    public async Task A_file_can_be_deleted_after_the_pool_was_cleared()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        await shop.SaveAsync(shop.New.Pair(shop.New.Authorization()));
        Assert.Null(await shop.FindAccessAsync("unknown"));
        await using var db = shop.Store.Open();
        var file = db.Database.GetDbConnection().DataSource;
        SqliteConnection.ClearAllPools();
        Assert.True(File.Exists(file + "-wal"));

        OAuth2ConnectionPool.Clear(db);
        // The last connection that is closed writes the log into the file and deletes it: no connection is open.
        Assert.False(File.Exists(file + "-wal"));
        File.Delete(file);
    }

    [Theory]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=shared-{0};Mode=Memory;Cache=Shared")]
    public async Task A_database_in_memory_lives_with_the_connection_that_the_application_holds(string connectionString)
    {
        await using var held = new SqliteConnection(string.Format(null, connectionString, Records.Text()));
        await held.OpenAsync(TestContext.Current.CancellationToken);
        var builder = new DbContextOptionsBuilder<ShopDb>();
        var options = connectionString.Contains("Shared", StringComparison.Ordinal) ? builder.UseSqlite(held.ConnectionString).Options
            : builder.UseSqlite(held).Options;
        await using (var db = new ShopDb(options)) await db.Database.EnsureCreatedAsync(TestContext.Current.CancellationToken);

        var clock = new FakeTimeProvider();
        var records = new Records(clock);
        var pair = records.Pair(records.Authorization(), "access", "refresh");
        foreach (var save in (bool[])[true, false])
        {
            await using var db = new ShopDb(options);
            var context = new TestOAuthRequest().At(clock);
            if (save) await new ShopModel(db).SaveTokenAsync(pair, context, TestContext.Current.CancellationToken);
            Assert.NotNull(await new ShopModel(db).GetAccessTokenAsync(new("access"), context, TestContext.Current.CancellationToken));
            Assert.NotNull(await new ShopModel(db).GetRefreshTokenAsync(new("refresh"), context, TestContext.Current.CancellationToken));
        }
    }
}

public sealed class PostgreSqlConnectionTests : ConnectionTests
{
    protected override ValueTask<ShopStore> CreateAsync() => PostgreSqlShop.CreateAsync();

    [Fact]
    public async Task Connections_that_the_server_ended_are_replaced()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => shop.FindAccessAsync("unknown"))));
        await EndConnectionsAsync(shop);

        // The application's retries open another one, and the broken ones are not used again.
        await shop.SaveAsync(shop.New.Pair(shop.New.Authorization(), "access"));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => Assert.NotNull(await shop.FindAccessAsync("access")))));
    }

    [Fact]
    public async Task Without_retries_one_caller_gets_the_error_and_the_next_works()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var options = shop.Store.With();
        await shop.CallAsync(m => m.GetAccessTokenAsync(new("unknown"), shop.Now, default), options);
        await EndConnectionsAsync(shop);
        await Assert.ThrowsAnyAsync<DbException>(() =>
            shop.CallAsync(m => m.GetAccessTokenAsync(new("unknown"), shop.Now, default), options));
        Assert.Null(await shop.CallAsync(m => m.GetAccessTokenAsync(new("unknown"), shop.Now, default), options));
    }

    /// <summary>Poolers in transaction mode give a statement to another connection than the one that prepared it.</summary>
    [Fact]
    public async Task A_server_that_forgets_prepared_statements_is_served_without_them()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        await using var db = shop.Store.Open();
        var prototype = (ICloneable)db.Database.GetDbConnection();
        var database = new PostgreSqlDatabase(prototype, keep: 1);
        var (find, end) = (Find(db), new Arguments(1).Add(new byte[32]));
        await database.RunAsync(new(find, end, null, null), default);
        await database.RunAsync(new(Statement.Write("DEALLOCATE ALL"), new Arguments(), null, null), default);
        for (var i = 0; i < 3; i++) await database.RunAsync(new(find, end, null, null), default);
        database.Clear();
    }

    [Fact]
    public async Task An_ambient_transaction_decides()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var options = shop.Store.With();
        foreach (var commits in (bool[])[false, true])
        {
            using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);
            await using (var db = new ShopDb(options))
                await new ShopModel(db).SaveTokenAsync(new() { Access = shop.New.Access($"token {commits}", shop.New.Authorization()) },
                    shop.Now, default);
            if (commits) scope.Complete();
        }
        Assert.Null(await shop.FindAccessAsync("token False"));
        Assert.NotNull(await shop.FindAccessAsync("token True"));
    }

    /// <summary>Both have the same connection string, without a password.</summary>
    [Fact]
    public async Task Each_data_source_has_connections_of_its_own()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        await using var db = shop.Store.Open();
        var connection = new NpgsqlConnectionStringBuilder(db.Database.GetConnectionString());
        await using var right = Source(connection, connection.Password!);
        await using var wrong = Source(connection, "wrong");
        var (works, fails) = (Over(right), Over(wrong));

        await shop.SaveAsync(shop.New.Pair(shop.New.Authorization(), "access"));
        for (var i = 0; i < 2; i++)
        {
            Assert.NotNull(await shop.CallAsync(m => m.GetAccessTokenAsync(new("access"), shop.Now, default), works));
            await Assert.ThrowsAsync<PostgresException>(() =>
                shop.CallAsync(m => m.GetAccessTokenAsync(new("access"), shop.Now, default), fails));
        }
        OAuth2ConnectionPool.ClearAll();
    }

    private static DbContextOptions<ShopDb> Over(NpgsqlDataSource source) =>
        new DbContextOptionsBuilder<ShopDb>().UseNpgsql(source).Options;

    private static NpgsqlDataSource Source(NpgsqlConnectionStringBuilder connection, string password)
    {
        var builder = new NpgsqlDataSourceBuilder(
            new NpgsqlConnectionStringBuilder(connection.ConnectionString) { Password = null }.ConnectionString);
        return builder.UsePasswordProvider(_ => password, (_, _) => new(password)).Build();
    }

    private static Statement Find(DbContext db) => Statements.Of(db).AccessTokens.Find;

    private static Task<int> EndConnectionsAsync(Shop shop) =>
        shop.SqlAsync(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
}
