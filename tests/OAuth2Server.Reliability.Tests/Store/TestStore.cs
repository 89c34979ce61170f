using System.Data.Common;
using System.Security.Cryptography;
using System.Text;

namespace OAuth2Server.Reliability.Tests;

/// <summary>A store of one test's own, and what it says when asked directly, past the server.</summary>
internal abstract class TestStore : IAsyncDisposable
{
    // What a server would still take: neither consumed, nor expired, nor of a revoked authorization.
    private const string Live = """
        FROM oauth_credentials c WHERE c.kind = 'refresh' AND c.consumed_at IS NULL AND (c.expires_at IS NULL OR c.expires_at > @now)
        AND NOT EXISTS (SELECT 1 FROM oauth_revocations r WHERE r.authorization_id = c.authorization_id)
        """;

    protected TestStore(string provider, string connectionString)
    {
        Name = provider;
        ConfigFile = HostConfiguration.Write(Folder, provider, connectionString);
    }

    internal string Name { get; }

    internal string ConfigFile { get; }

    protected string Folder { get; } = Directory.CreateTempSubdirectory("oauth2reliability").FullName;

    /// <summary>How many families have more than one live refresh token.</summary>
    internal Task<long> ForkedFamiliesAsync(CancellationToken ct) =>
        ScalarAsync($"SELECT COUNT(*) FROM (SELECT c.authorization_id {Live} GROUP BY c.authorization_id HAVING COUNT(*) > 1) f", ct, ("now", Now));

    /// <summary>How many live refresh tokens the family of a refresh token has.</summary>
    internal Task<long> LiveInFamilyAsync(string refreshToken, CancellationToken ct) =>
        ScalarAsync($"SELECT COUNT(*) {Live} AND c.authorization_id = (SELECT o.authorization_id FROM oauth_credentials o WHERE o.hash = @hash)", ct, ("now", Now), ("hash", Hash(refreshToken)));

    /// <summary>How many refresh tokens were ever made in the family of a refresh token.</summary>
    internal Task<long> MadeInFamilyAsync(string refreshToken, CancellationToken ct) =>
        ScalarAsync("SELECT COUNT(*) FROM oauth_credentials c WHERE c.kind = 'refresh' AND c.authorization_id = (SELECT o.authorization_id FROM oauth_credentials o WHERE o.hash = @hash)", ct, ("hash", Hash(refreshToken)));

    /// <summary>Whether a code or refresh token is stored at all: an expired code goes, consumed or not.</summary>
    internal async Task<bool> IsThereAsync(string credential, CancellationToken ct) =>
        await ScalarAsync("SELECT COUNT(*) FROM oauth_credentials WHERE hash = @hash", ct, ("hash", Hash(credential))) == 1;

    /// <summary>Whether a code or refresh token is stored and not used up.</summary>
    internal async Task<bool> IsFreshAsync(string credential, CancellationToken ct) =>
        await ScalarAsync("SELECT COUNT(*) FROM oauth_credentials WHERE hash = @hash AND consumed_at IS NULL", ct, ("hash", Hash(credential))) == 1;

    /// <summary>Whether a code or refresh token is used up.</summary>
    internal async Task<bool> IsConsumedAsync(string credential, CancellationToken ct) =>
        await ScalarAsync("SELECT COUNT(*) FROM oauth_credentials WHERE hash = @hash AND consumed_at IS NOT NULL", ct, ("hash", Hash(credential))) == 1;

    public virtual ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return default;
    }

    protected abstract DbConnection Connect();

    private static long Now => TimeProvider.System.GetUtcNow().UtcTicks;

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

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
