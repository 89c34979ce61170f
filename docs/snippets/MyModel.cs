using System.Collections.Immutable;
using System.Data.Common;
using Microsoft.AspNetCore.Identity;
using OAuth2Server;

namespace Snippets;

// snippet: records
public sealed record MyClient : Client
{
    public SecretHash? Secret { get; init; }
}

public sealed record MyUser(string Id) : User(Id)
{
    public string Email { get; init; } = "";
}
// end-snippet

/// <summary>A model over SQL tables; docs/model.md shows its parts.</summary>
public sealed partial class MyModel(DbDataSource database, IPasswordHasher<MyUser> passwords)
    : IAuthorizationCodeModel, IRefreshTokenModel, IPasswordModel, IClientCredentialsModel,
        IAccessTokenModel, IRevocationModel, IUserModel, IExchangeModel
{
    // snippet: client
    public async ValueTask<Client?> GetClientAsync(string clientId, OAuthContext context, CancellationToken ct) =>
        await database.FindAsync<MyClient>("SELECT * FROM apps WHERE app_key = @id AND disabled = 0", row => new()
        {
            Id = row.Text("app_key"),
            Type = row.TextOrNull("secret_hash") is null ? ClientType.Public : ClientType.Confidential,
            GrantTypes = [.. row.Text("grant_types").Split(' ', StringSplitOptions.RemoveEmptyEntries)],
            RedirectUris = [.. row.Text("redirect_uris").Split(' ', StringSplitOptions.RemoveEmptyEntries)],
            Scope = Scope.Parse(row.Text("scope")),
            Secret = row.TextOrNull("secret_hash") is { } hex ? SecretHash.FromBytes(Convert.FromHexString(hex)) : null,
        }, ct, ("@id", clientId));

    public ValueTask<bool> VerifyClientSecretAsync(Client client, Secret secret, OAuthContext context, CancellationToken ct) =>
        new(client is MyClient { Secret: { } expected } && expected.Equals(secret.Hash));
    // end-snippet

    // snippet: user
    public async ValueTask<User?> GetUserAsync(string username, Secret password, Client client, OAuthContext context, CancellationToken ct)
    {
        var hash = "";
        var user = await database.FindAsync("SELECT * FROM people WHERE email = @name AND disabled = 0", row =>
        {
            hash = row.Text("password_hash");
            return UserOf(row);
        }, ct, ("@name", username));

        if (user is null)
        {
            // Hash the password for an unknown name too: otherwise the time of the answer shows an attacker which names exist.
            passwords.HashPassword(new("unknown"), password.Reveal());
            return null;
        }
        return passwords.VerifyHashedPassword(user, hash, password.Reveal()) == PasswordVerificationResult.Failed ? null : user;
    }

    public async ValueTask<User?> GetUserByIdAsync(string subject, Client client, OAuthContext context, CancellationToken ct) =>
        await database.FindAsync("SELECT * FROM people WHERE id = @id AND disabled = 0", UserOf, ct, ("@id", subject));
    // end-snippet

    public ValueTask<User?> GetUserFromClientAsync(Client client, OAuthContext context, CancellationToken ct) => new(User.None);

    // snippet: save
    public async ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await SaveAsync(token, connection, transaction, ct);
        await transaction.CommitAsync(ct);
    }
    // end-snippet

    public async ValueTask SaveAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await SaveAsync(code.Authorization, connection, transaction, ct);
        await SaveAsync(code, connection, transaction, ct);
        await transaction.CommitAsync(ct);
    }

    public async ValueTask<AuthorizationCode?> GetAuthorizationCodeAsync(Secret code, OAuthContext context, CancellationToken ct) =>
        await database.FindAsync<AuthorizationCode>(FindCredential, row => new()
        {
            Hash = code.Hash,
            Authorization = AuthorizationOf(row),
            ExpiresAt = row.TimeOrNull("expires_at"),
            ConsumedAt = row.TimeOrNull("consumed_at"),
            Properties = Properties.FromStore(row.TextOrNull("properties")),
            RedirectUri = row.Text("redirect_uri"),
            RedirectUriSent = row["redirect_uri_sent"] is 1L,
            CodeChallenge = row.TextOrNull("code_challenge"),
            CodeChallengeMethod = row.TextOrNull("code_challenge_method"),
        }, ct, ("@hash", code.Hash), ("@kind", "code"));

    // snippet: look-up
    // Neither revoked nor withdrawn. Every look-up has this condition, and every statement that consumes.
    private const string IsActive = """
        NOT EXISTS (SELECT 1 FROM revoked_authorizations r WHERE r.id = a.id)
        AND NOT EXISTS (
          SELECT 1 FROM withdrawals w
          WHERE w.issuer = a.issuer AND w.subject = a.subject AND w.client_id = a.client_id AND w.withdrawn_at >= a.granted_at)
        """;

    private const string FindCredential = $"""
        SELECT a.*, c.* FROM credentials c JOIN authorizations a ON a.id = c.authorization_id
        WHERE c.hash = @hash AND c.kind = @kind AND {IsActive}
        """;

    public async ValueTask<RefreshToken?> GetRefreshTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        await database.FindAsync<RefreshToken>(FindCredential, row => new()
        {
            Hash = token.Hash,
            Authorization = AuthorizationOf(row),
            ExpiresAt = row.TimeOrNull("expires_at"),
            ConsumedAt = row.TimeOrNull("consumed_at"),
            Replay = row.TimeOrNull("replay_until") is { } until ? new(until, (byte[])row["replay"]) : null,
            Properties = Properties.FromStore(row.TextOrNull("properties")),
        }, ct, ("@hash", token.Hash), ("@kind", "refresh"));
    // end-snippet

    // snippet: compare-and-swap
    private const string Consume = $"""
        UPDATE credentials SET consumed_at = @now, replay_until = @until, replay = @replay
        WHERE hash = @hash AND consumed_at IS NULL
          AND EXISTS (SELECT 1 FROM authorizations a WHERE a.id = credentials.authorization_id AND {IsActive})
        """;

    public async ValueTask<bool> RevokeTokenAsync(RefreshToken token, OAuthContext context, CancellationToken ct) =>
        await database.ExecuteAsync(Consume, ct, ("@hash", token.Hash), ("@now", context.Now), ("@until", null), ("@replay", null)) == 1;

    public async ValueTask<bool> RevokeAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct) =>
        await database.ExecuteAsync(Consume, ct, ("@hash", code.Hash), ("@now", context.Now), ("@until", null), ("@replay", null)) == 1;
    // end-snippet

    // snippet: tombstone
    public async ValueTask RevokeAuthorizationAsync(string authorizationId, OAuthContext context, CancellationToken ct) =>
        await database.ExecuteAsync(
            "INSERT INTO revoked_authorizations (id, revoked_at) VALUES (@id, @now) ON CONFLICT (id) DO NOTHING",
            ct, ("@id", authorizationId), ("@now", context.Now));
    // end-snippet

    // snippet: revoke-access-token
    public async ValueTask RevokeAccessTokenAsync(AccessToken token, OAuthContext context, CancellationToken ct) =>
        await database.ExecuteAsync(
            "UPDATE access_tokens SET revoked_at = @now WHERE hash = @hash", ct, ("@hash", token.Hash), ("@now", context.Now));
    // end-snippet

    // snippet: exchange
    private const string ClearEarlier =
        "UPDATE credentials SET replay_until = NULL, replay = NULL WHERE authorization_id = @id AND hash <> @hash AND replay IS NOT NULL";

    public async ValueTask<bool> ExchangeAsync(
        Credential consumed, Token successor, Replay? replay, OAuthContext context, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var rows = await connection.ExecuteAsync(transaction, Consume, ct,
            ("@hash", consumed.Hash), ("@now", context.Now), ("@until", replay?.Until), ("@replay", replay?.SealedResponse.ToArray()));
        if (rows != 1) return false;

        // The client received every earlier answer: it presented the token of the last one.
        await connection.ExecuteAsync(transaction, ClearEarlier, ct, ("@hash", consumed.Hash), ("@id", consumed.Authorization.Id));

        await SaveAsync(successor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return true;
    }
    // end-snippet

    public async ValueTask<AccessToken?> GetAccessTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        await database.FindAsync<AccessToken>($"""
            SELECT a.*, t.token_id, t.scope AS token_scope, t.audience, t.token_type, t.issued_at, t.expires_at, t.properties
            FROM access_tokens t JOIN authorizations a ON a.id = t.authorization_id
            WHERE t.hash = @hash AND t.revoked_at IS NULL AND {IsActive}
            """, row => new()
        {
            Id = row.Text("token_id"),
            Hash = token.Hash,
            Authorization = AuthorizationOf(row),
            Scope = Scope.Parse(row.Text("token_scope")),
            Audience = ListOf(row.Text("audience")),
            TokenType = row.Text("token_type"),
            IssuedAt = row.TimeOrNull("issued_at")!.Value,
            ExpiresAt = row.TimeOrNull("expires_at")!.Value,
            Properties = Properties.FromStore(row.TextOrNull("properties")),
        }, ct, ("@hash", token.Hash));

    private static async Task SaveAsync(Token token, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        var access = token.Access;
        await SaveAsync(access.Authorization, connection, transaction, ct);
        await connection.ExecuteAsync(transaction, """
            INSERT INTO access_tokens (hash, token_id, authorization_id, scope, audience, token_type, issued_at, expires_at, properties)
            VALUES (@hash, @id, @authorization, @scope, @audience, @type, @issued, @expires, @properties)
            """, ct,
            ("@hash", access.Hash), ("@id", access.Id), ("@authorization", access.Authorization.Id), ("@scope", access.Scope.ToString()),
            ("@audience", string.Join(' ', access.Audience)), ("@type", access.TokenType),
            ("@issued", access.IssuedAt), ("@expires", access.ExpiresAt),
            ("@properties", access.Properties.ToStore()));
        if (token.Refresh is { } refresh) await SaveAsync(refresh, connection, transaction, ct);
    }

    private static async Task SaveAsync(Credential credential, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        var code = credential as AuthorizationCode;
        await connection.ExecuteAsync(transaction, """
            INSERT INTO credentials (hash, kind, authorization_id, expires_at, redirect_uri, redirect_uri_sent,
                code_challenge, code_challenge_method, properties)
            VALUES (@hash, @kind, @authorization, @expires, @uri, @sent, @challenge, @method, @properties)
            """, ct,
            ("@hash", credential.Hash), ("@kind", code is null ? "refresh" : "code"), ("@authorization", credential.Authorization.Id),
            ("@expires", credential.ExpiresAt), ("@uri", code?.RedirectUri), ("@sent", code is { RedirectUriSent: true } ? 1 : 0),
            ("@challenge", code?.CodeChallenge), ("@method", code?.CodeChallengeMethod),
            ("@properties", credential.Properties.ToStore()));
    }

    private static async Task SaveAsync(
        Authorization authorization, DbConnection connection, DbTransaction transaction, CancellationToken ct) =>
        await connection.ExecuteAsync(transaction, """
            INSERT INTO authorizations (id, issuer, client_id, subject, scope, resources, granted_at, ends_at, grant_properties)
            VALUES (@id, @issuer, @client, @subject, @scope, @resources, @granted, @ends, @properties) ON CONFLICT (id) DO NOTHING
            """, ct,
            ("@id", authorization.Id), ("@issuer", authorization.Issuer), ("@client", authorization.ClientId),
            ("@subject", authorization.Subject), ("@scope", authorization.Scope.ToString()),
            ("@resources", string.Join(' ', authorization.Resources)), ("@granted", authorization.GrantedAt),
            ("@ends", authorization.EndsAt), ("@properties", authorization.Properties.ToStore()));

    private static Authorization AuthorizationOf(DbDataReader row) => new()
    {
        Id = row.Text("id"),
        Issuer = row.Text("issuer"),
        ClientId = row.Text("client_id"),
        Subject = row.TextOrNull("subject"),
        Scope = Scope.Parse(row.Text("scope")),
        Resources = ListOf(row.Text("resources")),
        GrantedAt = row.TimeOrNull("granted_at")!.Value,
        EndsAt = row.TimeOrNull("ends_at"),
        Properties = Properties.FromStore(row.TextOrNull("grant_properties")),
    };

    private static MyUser UserOf(DbDataReader row) => new(row.Text("id")) { Email = row.Text("email") };

    private static ImmutableArray<string> ListOf(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
