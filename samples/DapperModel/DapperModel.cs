using System.Globalization;
using System.Security.Cryptography;
using Dapper;

namespace OAuth2Server.Samples;

/// <summary>A model over the application's own users and apps. All callers may share one: it holds the database and nothing else.</summary>
/// <remarks>A user's subject is its integer key as text; a client's id is the app's key.</remarks>
public sealed partial class DapperModel(Database database)
    : IAuthorizationCodeModel, IRefreshTokenModel, IAccessTokenModel, IRevocationModel, IPasswordModel, IClientCredentialsModel, IUserModel,
        IExchangeModel
{
    /// <inheritdoc/>
    public async ValueTask<Client?> GetClientAsync(string clientId, OAuthContext context, CancellationToken ct) =>
        (await FindAppAsync(clientId, ct))?.ToClient();

    /// <inheritdoc/>
    public async ValueTask<bool> VerifyClientSecretAsync(Client client, Secret secret, OAuthContext context, CancellationToken ct) =>
        await FindAppAsync(client.Id, ct) is { SecretSha256: { } stored } && SecretHash.FromBytes(stored).Equals(secret.Hash);

    /// <inheritdoc/>
    public async ValueTask<User?> GetUserAsync(string username, Secret password, Client client, OAuthContext context, CancellationToken ct)
    {
        var user = await database.FindAsync<UserRow>(
            "SELECT user_id AS UserId, pw_salt AS PwSalt, pw_hash AS PwHash, locked AS Locked FROM users WHERE login = @username",
            new { username },
            ct);
        // An unknown name costs the same hash as a known one: the time of the answer must not show which names exist.
        var hash = Passwords.Hash(password.Reveal(), user?.PwSalt ?? Passwords.UnusedSalt);
        var matches = CryptographicOperations.FixedTimeEquals(hash, user?.PwHash ?? Passwords.UnusedHash);
        return user is { Locked: false } && matches ? new(SubjectOf(user.UserId)) : null;
    }

    /// <inheritdoc/>
    public async ValueTask<User?> GetUserByIdAsync(string subject, Client client, OAuthContext context, CancellationToken ct)
    {
        // '7' is a user. '07' and ' 7' are other texts, and no user has them.
        if (!long.TryParse(subject, NumberStyles.None, CultureInfo.InvariantCulture, out var userId)) return null;
        if (SubjectOf(userId) != subject) return null;
        var user = await database.FindAsync<UserRow>(
            "SELECT user_id AS UserId, locked AS Locked FROM users WHERE user_id = @userId", new { userId }, ct);
        return user is { Locked: false } ? new(subject) : null;
    }

    /// <summary>Every app that has a secret may act for itself.</summary>
    public ValueTask<User?> GetUserFromClientAsync(Client client, OAuthContext context, CancellationToken ct) =>
        new(client.Type == ClientType.Confidential ? User.None : null);

    private ValueTask<AppRow?> FindAppAsync(string clientId, CancellationToken ct) =>
        database.FindAsync<AppRow>(
            """
            SELECT app_key AS AppKey, secret_sha256 AS SecretSha256, callbacks AS Callbacks, permissions AS Permissions, may_use AS MayUse
            FROM apps WHERE app_key = @clientId AND enabled = 1
            """, new { clientId }, ct);

    private static string SubjectOf(long userId) => userId.ToString(CultureInfo.InvariantCulture);
}
