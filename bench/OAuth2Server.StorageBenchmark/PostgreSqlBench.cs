using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace OAuth2Server.StorageBenchmark;

internal sealed class PostgreSqlBench(string connectionString) : IBench
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString);

    public DbContextOptions<BenchDb> Options { get; } = new DbContextOptionsBuilder<BenchDb>()
        .UseNpgsql(connectionString, o => o.EnableRetryOnFailure()).Options;

    public IWork Raw => new PostgreSqlRawWork(_source);

    public async Task FillAsync(long first, long last, DateTimeOffset expires)
    {
        var granted = Clock.Now.AddHours(-1).UtcTicks;
        await using var fill = _source.CreateCommand($"""
            INSERT INTO oauth_access_tokens (
                hash, authorization_id, issuer, client_id, subject, granted_scope, granted_at, ends_at,
                id, token_type, issued_at, expires_at)
            SELECT sha256(i::text::bytea), md5(i::text), 'https://auth.example.com', 'photo-app', 'user' || i % 100000, 'photos.read',
                {granted}, NULL, md5('t' || i), 'Bearer', {granted}, {expires.UtcTicks} + i
            FROM generate_series({first}, {last}) i
            """);
        fill.CommandTimeout = 0;
        await fill.ExecuteNonQueryAsync();
        await using var analyze = _source.CreateCommand("VACUUM ANALYZE oauth_access_tokens");
        analyze.CommandTimeout = 0;
        await analyze.ExecuteNonQueryAsync();
    }
}
