using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;

namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>The shop on a SQLite file in a temporary folder.</summary>
public sealed class SqliteShop : ShopStore
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("oauth2-sqlite-");

    private SqliteShop(bool survivesPowerCut) =>
        Options = (DbContextOptions<ShopDb>)new DbContextOptionsBuilder<ShopDb>().UseSqlite(ConnectionString)
            .UseOAuth2Sqlite(survivesPowerCut).Options;

    internal override DbContextOptions<ShopDb> Options { get; }

    private string ConnectionString => $"Data Source={Path.Combine(_folder.FullName, "shop.db")}";

    internal static async ValueTask<ShopStore> CreateAsync(bool survivesPowerCut = true)
    {
        var store = new SqliteShop(survivesPowerCut);
        await using var db = store.Open();
        await db.Database.EnsureCreatedAsync();
        return store;
    }

    internal override DbContextOptions<ShopDb> With(Func<ExecutionStrategyDependencies, IExecutionStrategy>? strategy = null,
        IInterceptor? interceptor = null)
    {
        var builder = new DbContextOptionsBuilder<ShopDb>();
        builder.UseSqlite(ConnectionString, o => o.ExecutionStrategy(strategy ?? (d => new NonRetryingExecutionStrategy(d))))
            .UseOAuth2Sqlite();
        return interceptor is null ? builder.Options : builder.AddInterceptors(interceptor).Options;
    }

    internal override string Table(string name) => $"sso_{name}";

    internal override string Bytes => "x'00'";

    internal override Task<string> PlanAsync(string sql) => LinesAsync("EXPLAIN QUERY PLAN " + sql, 3);

    internal override async Task<byte[]> DumpAsync()
    {
        var bytes = new List<byte>();
        foreach (var file in _folder.GetFiles()) bytes.AddRange(await ReadSharedAsync(file.FullName));
        return [.. bytes];
    }

    public override ValueTask DisposeAsync()
    {
        using (var db = Open()) OAuth2ConnectionPool.Clear(db);
        using (var connection = new SqliteConnection(ConnectionString)) SqliteConnection.ClearPool(connection);
        _folder.Delete(recursive: true);
        return default;
    }

    private static async Task<byte[]> ReadSharedAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        await file.CopyToAsync(copy);
        return copy.ToArray();
    }
}
