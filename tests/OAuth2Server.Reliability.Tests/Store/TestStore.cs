using System.Data.Common;
using System.Security.Cryptography;
using System.Text;

namespace OAuth2Server.Reliability.Tests;

/// <summary>The store of one test. It reads the database directly, without the server.</summary>
internal abstract class TestStore : IAsyncDisposable
{
    // The refresh tokens that a server accepts: not consumed, not expired, and not of a revoked authorization.
    private const string Unused = """
        FROM oauth_credentials c WHERE c.kind = 'refresh' AND c.consumed_at IS NULL AND (c.expires_at IS NULL OR c.expires_at > @now)
        AND NOT EXISTS (SELECT 1 FROM oauth_revocations r WHERE r.authorization_id = c.authorization_id)
        """;

    private const string AuthorizationOfHash = "(SELECT o.authorization_id FROM oauth_credentials o WHERE o.hash = @hash)";

    protected TestStore(string provider, string connectionString)
    {
        Name = provider;
        ConfigFile = HostConfiguration.Write(Folder, provider, connectionString);
    }

    internal string Name { get; }

    internal string ConfigFile { get; }

    protected string Folder { get; } = Directory.CreateTempSubdirectory("oauth2reliability").FullName;

    /// <summary>The number of families with more than one unused refresh token.</summary>
    internal Task<long> ForkedFamiliesAsync(CancellationToken ct) =>
        ScalarAsync($"""
            SELECT COUNT(*) FROM (SELECT c.authorization_id {Unused} GROUP BY c.authorization_id HAVING COUNT(*) > 1) f
            """, ct, ("now", Now));

    /// <summary>The number of unused refresh tokens in the family of a refresh token.</summary>
    internal Task<long> UnusedInFamilyAsync(string refreshToken, CancellationToken ct) =>
        ScalarAsync($"""
            SELECT COUNT(*) {Unused}
            AND c.authorization_id = {AuthorizationOfHash}
            """, ct, ("now", Now), ("hash", Hash(refreshToken)));

    /// <summary>The number of all refresh tokens in the family of a refresh token.</summary>
    internal Task<long> MadeInFamilyAsync(string refreshToken, CancellationToken ct) =>
        ScalarAsync($"""
            SELECT COUNT(*) FROM oauth_credentials c
            WHERE c.kind = 'refresh' AND c.authorization_id = {AuthorizationOfHash}
            """, ct, ("hash", Hash(refreshToken)));

    /// <summary>Whether a code or refresh token is stored. Pruning deletes an expired code, consumed or not.</summary>
    internal Task<bool> IsThereAsync(string credential, CancellationToken ct) => IsStoredAsync(credential, "", ct);

    /// <summary>Whether a code or refresh token is stored and not consumed.</summary>
    internal Task<bool> IsUnusedAsync(string credential, CancellationToken ct) =>
        IsStoredAsync(credential, "AND consumed_at IS NULL", ct);

    /// <summary>Whether a code or refresh token is consumed.</summary>
    internal Task<bool> IsConsumedAsync(string credential, CancellationToken ct) =>
        IsStoredAsync(credential, "AND consumed_at IS NOT NULL", ct);

    public virtual ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return default;
    }

    protected abstract DbConnection Connect();

    private static long Now => TimeProvider.System.GetUtcNow().UtcTicks;

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private async Task<bool> IsStoredAsync(string credential, string condition, CancellationToken ct) =>
        await ScalarAsync($"SELECT COUNT(*) FROM oauth_credentials WHERE hash = @hash {condition}", ct, ("hash", Hash(credential))) == 1;

    private async Task<long> ScalarAsync(string sql, CancellationToken ct, params (string Name, object Value)[] parameters)
    {
        await using var connection = Connect();
        await connection.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
        return Convert.ToInt64(await command.ExecuteScalarAsync(ct), null);
    }
}
