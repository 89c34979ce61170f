using System.Data;

namespace OAuth2Server.LoadBenchmark;

/// <summary>A statement and the types of its parameters.</summary>
internal sealed class Statement(string sql, params DbType[] types)
{
    internal string Sql => sql;

    internal IReadOnlyList<DbType> Types => types;
}

/// <summary>
/// The statements of the store floors, on the tables and columns of the Entity Framework Core model and with its conditions,
/// in the SQL that SQLite and PostgreSQL share. A column that the model writes as NULL is left out: the row is the same.
/// </summary>
internal static class FloorSql
{
    private const string ConsentStands = """
        NOT EXISTS (
            SELECT 1 FROM oauth_consents c
            WHERE c.subject = t.subject
                AND c.client_id = t.client_id
                AND c.issuer = t.issuer
                AND c.withdrawn_at >= t.granted_at)
        """;

    private const string AuthorizationStands = $"""
        NOT EXISTS (SELECT 1 FROM oauth_revocations r WHERE r.authorization_id = t.authorization_id)
            AND {ConsentStands}
        """;

    private const string Family = "hash, authorization_id, issuer, client_id, subject, granted_scope, granted_at, ends_at";
    private const string AccessColumns = $"{Family}, id, token_type, issued_at, expires_at";
    private const string RefreshColumns = $"{Family}, kind, expires_at, prune_at, redirect_uri_sent";
    private const string Twelve = "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12";
    private const string IfConsumed = "WHERE EXISTS (SELECT 1 FROM oauth_credentials WHERE hash = $13 AND consumed_by = $14)";

    private static readonly DbType[] FamilyTypes =
    [
        DbType.Binary, DbType.String, DbType.String, DbType.String, DbType.String, DbType.String, DbType.Int64, DbType.Int64,
    ];

    private static readonly DbType[] AccessTypes = [.. FamilyTypes, DbType.String, DbType.String, DbType.Int64, DbType.Int64];
    private static readonly DbType[] RefreshTypes = [.. FamilyTypes, DbType.String, DbType.Int64, DbType.Int64, DbType.Boolean];

    /// <summary>$1 client.</summary>
    internal static Statement FindClient { get; } = new(
        """
        SELECT id, type, secret_hash, authentication_methods, grant_types, redirect_uris, scope,
            access_token_lifetime, refresh_token_lifetime, require_pkce, disabled, properties
        FROM oauth_clients
        WHERE id = $1
        """,
        DbType.String);

    /// <summary>$1 hash.</summary>
    internal static Statement FindAccessToken { get; } = new(
        $"""
        SELECT t.hash, t.authorization_id, t.issuer, t.client_id, t.subject, t.granted_scope, t.granted_at, t.ends_at,
            t.resources, t.authorization_properties,
            t.id, t.scope, t.audience, t.token_type, t.issued_at, t.expires_at, t.properties
        FROM oauth_access_tokens t
        WHERE t.hash = $1
            AND NOT EXISTS (SELECT 1 FROM oauth_revocations r WHERE r.authorization_id IN (t.authorization_id, t.id))
            AND {ConsentStands}
        """,
        DbType.Binary);

    /// <summary>$1 hash, $2 kind.</summary>
    internal static Statement FindCredential { get; } = new(
        $"""
        SELECT t.hash, t.authorization_id, t.issuer, t.client_id, t.subject, t.granted_scope, t.granted_at, t.ends_at,
            t.resources, t.authorization_properties,
            t.kind, t.expires_at, t.consumed_at, t.prune_at, t.replay_until, t.sealed_response,
            t.redirect_uri, t.redirect_uri_sent, t.code_challenge, t.code_challenge_method, t.properties
        FROM oauth_credentials t
        WHERE t.hash = $1
            AND t.kind = $2
            AND {AuthorizationStands}
        """,
        DbType.Binary, DbType.String);

    /// <summary>$1 to $12 the columns of an access token.</summary>
    internal static Statement InsertAccessToken { get; } = new(
        $"INSERT INTO oauth_access_tokens ({AccessColumns}) VALUES ({Twelve}) ON CONFLICT (hash) DO NOTHING",
        AccessTypes);

    /// <summary>$1 to $12 the columns of a refresh token.</summary>
    internal static Statement InsertRefreshToken { get; } = new(
        $"INSERT INTO oauth_credentials ({RefreshColumns}) VALUES ({Twelve}) ON CONFLICT (hash) DO NOTHING",
        RefreshTypes);

    /// <summary>$1 to $15 the columns of a code.</summary>
    internal static Statement InsertCode { get; } = new(
        $"""
        INSERT INTO oauth_credentials ({RefreshColumns}, redirect_uri, code_challenge, code_challenge_method)
        VALUES ({Twelve}, $13, $14, $15)
        ON CONFLICT (hash) DO NOTHING
        """,
        [.. RefreshTypes, DbType.String, DbType.String, DbType.String]);

    /// <summary>The compare-and-swap. $1 hash, $2 now, $3 the hash of the new access token, $4 and $5 the replay.</summary>
    internal static Statement Consume { get; } = new(
        $"""
        UPDATE oauth_credentials AS t
        SET consumed_at = $2,
            consumed_by = $3,
            replay_until = $4,
            sealed_response = $5,
            prune_at = CASE WHEN kind = 'refresh' THEN ends_at ELSE prune_at END
        WHERE t.hash = $1
            AND (t.consumed_at IS NULL OR t.consumed_by = $3)
            AND {AuthorizationStands}
        """,
        DbType.Binary, DbType.Int64, DbType.Binary, DbType.Int64, DbType.Binary);

    /// <summary>For one round trip. The parameters of <see cref="InsertAccessToken"/>, then $1 and $3 of <see cref="Consume"/>.</summary>
    internal static Statement InsertAccessTokenIfConsumed { get; } = new(
        $"INSERT INTO oauth_access_tokens ({AccessColumns}) SELECT {Twelve} {IfConsumed} ON CONFLICT (hash) DO NOTHING",
        [.. AccessTypes, DbType.Binary, DbType.Binary]);

    /// <summary>For one round trip. The parameters of <see cref="InsertRefreshToken"/>, then $1 and $3 of <see cref="Consume"/>.</summary>
    internal static Statement InsertRefreshTokenIfConsumed { get; } = new(
        $"INSERT INTO oauth_credentials ({RefreshColumns}) SELECT {Twelve} {IfConsumed} ON CONFLICT (hash) DO NOTHING",
        [.. RefreshTypes, DbType.Binary, DbType.Binary]);
}
