namespace OAuth2Server.StorageBenchmark;

/// <summary>The SQL for the same work on the same tables, with the same promises: one round trip, atomic, tombstones and withdrawn consents
/// are honoured, sealed answers are removed when their successor is consumed.</summary>
internal static class RawSql
{
    internal const string Find = $"""
        SELECT {AccessColumns}, resources, authorization_properties, scope, audience, properties
        FROM oauth_access_tokens t
        WHERE hash = $1
        AND {IsAlive}
        """;

    internal const string SaveAccess = $"""
        INSERT INTO oauth_access_tokens ({AccessColumns})
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT (hash) DO NOTHING
        """;

    internal const string SaveCode = $"""
        INSERT INTO oauth_credentials ({CredentialColumns}, redirect_uri, redirect_uri_sent, code_challenge, code_challenge_method)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        ON CONFLICT (hash) DO NOTHING
        """;

    internal const string Consume = $"""
        UPDATE oauth_credentials AS t
        SET consumed_at = $2,
            consumed_by = $3,
            replay_until = $4,
            sealed_response = $5,
            prune_at = CASE WHEN kind = 'refresh' THEN ends_at ELSE prune_at END
        WHERE hash = $1
        AND (consumed_at IS NULL OR consumed_by = $3)
        AND {IsAlive}
        """;

    internal const string ExchangeAccess = $"""
        INSERT INTO oauth_access_tokens ({AccessColumns})
        SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
        WHERE EXISTS (SELECT 1 FROM oauth_credentials WHERE hash = $13 AND consumed_by = $14)
        ON CONFLICT (hash) DO NOTHING
        """;

    internal const string ExchangeRefresh = $"""
        INSERT INTO oauth_credentials ({CredentialColumns}, redirect_uri_sent)
        SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, false
        WHERE EXISTS (SELECT 1 FROM oauth_credentials WHERE hash = $12 AND consumed_by = $13)
        ON CONFLICT (hash) DO NOTHING
        """;

    internal const string ClearAnswers = """
        UPDATE oauth_credentials
        SET sealed_response = NULL,
            replay_until = NULL
        WHERE authorization_id = $1
        AND replay_until > 0
        AND hash <> $2
        """;

    internal const string Revoke = """
        INSERT INTO oauth_revocations (authorization_id, prune_at, settled)
        VALUES ($1, $2, false)
        ON CONFLICT (authorization_id) DO NOTHING
        """;

    private const string IsAlive = """
        NOT EXISTS (
            SELECT 1
            FROM oauth_revocations r
            WHERE r.authorization_id = t.authorization_id)
        AND NOT EXISTS (
            SELECT 1
            FROM oauth_consents c
            WHERE c.subject = t.subject
            AND c.client_id = t.client_id
            AND c.issuer = t.issuer
            AND c.withdrawn_at >= t.granted_at)
        """;

    private const string CommonColumns = "hash, authorization_id, issuer, client_id, subject, granted_scope, granted_at, ends_at";
    private const string AccessColumns = CommonColumns + ", id, token_type, issued_at, expires_at";
    private const string CredentialColumns = CommonColumns + ", kind, expires_at, prune_at";

    internal static object[] Values(AccessToken t) =>
        [.. Common(t.Hash, t.Authorization), t.Id, t.TokenType, t.IssuedAt.UtcTicks, t.ExpiresAt.UtcTicks];

    internal static object[] Values(Credential c)
    {
        object[] common = [.. Common(c.Hash, c.Authorization), Kind(c), c.ExpiresAt!.Value.UtcTicks, c.ExpiresAt!.Value.UtcTicks];
        return c is AuthorizationCode code
            ? [.. common, code.RedirectUri, code.RedirectUriSent, code.CodeChallenge!, code.CodeChallengeMethod!]
            : common;
    }

    private static string Kind(Credential c) => c is AuthorizationCode ? "code" : "refresh";

    private static object[] Common(SecretHash hash, Authorization a) =>
        [hash.ToByteArray(), a.Id, a.Issuer, a.ClientId, a.Subject!, a.Scope.ToString(), a.GrantedAt.UtcTicks, a.EndsAt!.Value.UtcTicks];
}
