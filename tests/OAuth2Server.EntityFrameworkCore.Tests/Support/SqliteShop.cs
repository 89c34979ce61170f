using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>The shop on a SQLite file in a temporary folder.</summary>
public sealed class SqliteShop : ShopStore
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("oauth2-sqlite-");

    private SqliteShop() =>
        Options = new DbContextOptionsBuilder<ShopDb>().UseSqlite($"Data Source={Path.Combine(_folder.FullName, "shop.db")}").UseOAuth2Sqlite().Options as DbContextOptions<ShopDb>
            ?? throw new InvalidOperationException();

    internal override DbContextOptions<ShopDb> Options { get; }

    internal static async ValueTask<ShopStore> CreateAsync()
    {
        var store = new SqliteShop();
        await using var db = store.Open();
        await db.Database.EnsureCreatedAsync();
        return store;
    }

    internal override async Task<byte[]> DumpAsync()
    {
        var bytes = new List<byte>();
        foreach (var file in _folder.GetFiles()) bytes.AddRange(await ReadSharedAsync(file.FullName));
        return [.. bytes];
    }

    public override ValueTask DisposeAsync()
    {
        using (var connection = new SqliteConnection(Options.Extensions.OfType<Microsoft.EntityFrameworkCore.Infrastructure.RelationalOptionsExtension>().Single().ConnectionString)) SqliteConnection.ClearPool(connection);
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
