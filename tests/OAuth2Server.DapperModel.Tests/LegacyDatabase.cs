using System.Globalization;
using System.Security.Cryptography;
using Dapper;

namespace OAuth2Server.Samples.Tests;

/// <summary>The application's database in a folder of its own, and the functions of the application that fill it.</summary>
internal sealed class LegacyDatabase
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dapper-model-");

    private LegacyDatabase() => Database = new(Path.Combine(_folder.FullName, "legacy.db"));

    public Database Database { get; }

    public static async Task<LegacyDatabase> CreateAsync()
    {
        var database = new LegacyDatabase();
        await database.Database.CreateAsync();
        return database;
    }

    public async ValueTask AddAppAsync(Client client, string? secret)
    {
        if (client.AccessTokenLifetime is not null || !client.RequirePkce || client.Properties.Count > 0)
            throw new NotSupportedException("The table of apps has no column for lifetimes, PKCE and properties.");
        await RunAsync("""
        INSERT INTO apps (app_key, secret_sha256, callbacks, permissions, may_use)
        VALUES (@key, @secret, @callbacks, @permissions, @grants)
        """, new
        {
            key = client.Id,
            secret = secret is null ? null : SecretHash.Of(secret).ToByteArray(),
            callbacks = string.Join('\n', client.RedirectUris),
            permissions = client.Scope.ToString(),
            grants = string.Join(' ', client.GrantTypes),
        });
    }

    public async ValueTask DisableAppAsync(string clientId) =>
        await RunAsync("UPDATE apps SET enabled = 0 WHERE app_key = @clientId", new { clientId });

    public async ValueTask<User> AddUserAsync(string username, string password)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        var values = new { username, salt, hash = Passwords.Hash(password, salt) };
        var id = await Database.WriteAsync(transaction => transaction.Connection!.ExecuteScalarAsync<long>(
            "INSERT INTO users (login, pw_salt, pw_hash) VALUES (@username, @salt, @hash) RETURNING user_id",
            values,
            transaction), default);
        return new(id.ToString(CultureInfo.InvariantCulture));
    }

    public async ValueTask LockUserAsync(User user) =>
        await RunAsync("UPDATE users SET locked = 1 WHERE user_id = @Id", new { user.Id });

    public async ValueTask<ReadOnlyMemory<byte>> ReadEverythingAsync()
    {
        using var bytes = new MemoryStream();
        foreach (var file in _folder.GetFiles().Where(f => f.Extension != ".db-shm"))
        {
            await using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            await stream.CopyToAsync(bytes);
        }
        return bytes.ToArray();
    }

    public ValueTask DropAsync()
    {
        Database.Dispose();
        _folder.Delete(recursive: true);
        return default;
    }

    private async Task RunAsync(string sql, object parameters) =>
        await Database.WriteAsync(transaction => transaction.Connection!.ExecuteAsync(sql, parameters, transaction), default);
}
