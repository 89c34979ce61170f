using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using OAuth2Server.EntityFrameworkCore;

namespace OAuth2Server.StorageBenchmark;

internal sealed class SqliteBench(string connectionString) : IBench
{
    public DbContextOptions<BenchDb> Options { get; } = (DbContextOptions<BenchDb>)new DbContextOptionsBuilder<BenchDb>()
        .UseSqlite(connectionString).UseOAuth2Sqlite().Options;

    public IWork Raw => new SqliteRawWork(connectionString);

    public async Task FillAsync(long first, long last, DateTimeOffset expires)
    {
        // A connection of its own: what is filled without waiting for the disk is written before the measurement begins.
        await using var connection = new SqliteConnection(connectionString + ";Pooling=False");
        await connection.OpenAsync();
        connection.CreateFunction("sha256", (long i) => SHA256.HashData(Encoding.UTF8.GetBytes(i.ToString())), isDeterministic: true);
        var granted = Clock.Now.AddHours(-1).UtcTicks;
        await using var fill = connection.CreateCommand();
        fill.CommandTimeout = 0;
        // In the order of their keys, which is many times faster than one by one in a B-tree that outgrew the cache.
        fill.CommandText = $"""
            PRAGMA synchronous=OFF;
            PRAGMA cache_size=-400000;
            INSERT INTO oauth_access_tokens (
                hash, authorization_id, issuer, client_id, subject, granted_scope, granted_at, ends_at,
                id, token_type, issued_at, expires_at)
            WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {last})
            SELECT sha256(i), hex(randomblob(16)), 'https://auth.example.com', 'photo-app', 'user' || i % 100000, 'photos.read',
                {granted}, NULL, hex(randomblob(16)), 'Bearer', {granted}, {expires.UtcTicks} + i
            FROM n
            ORDER BY 1;
            PRAGMA wal_checkpoint(TRUNCATE);
            """;
        await fill.ExecuteNonQueryAsync();
    }
}
