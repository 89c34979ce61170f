namespace OAuth2Server.EntityFrameworkCore;

/// <summary>What removes rows that nobody can use and nobody need recognise: each is bounded by @p1 rows; @p0 is the time.</summary>
internal sealed class PruneStatements(TableMap<AccessTokenRow> access, TableMap<CredentialRow> credentials, TableMap<RevocationRow> revocations)
{
    /// <summary>The statements, in an order that never lets a dead row come back to life: a tombstone goes last.</summary>
    internal IReadOnlyList<string> InOrder { get; } =
    [
        ExpiredAccessTokens(access),
        IdledOutFamilies(credentials),
        ExpiredCredentials(credentials),
        RevokedCredentials(credentials, revocations),
        Tombstones(credentials, revocations),
    ];

    private static string ExpiredAccessTokens(TableMap<AccessTokenRow> t)
    {
        var (hash, expires) = (t[nameof(AccessTokenRow.Hash)], t[nameof(AccessTokenRow.ExpiresAt)]);
        return $"DELETE FROM {t.Name} WHERE {hash} IN (SELECT {hash} FROM {t.Name} WHERE {expires} <= @p0 ORDER BY {expires} LIMIT @p1)";
    }

    // An authorization without end whose newest refresh token lay unused too long: the consumed ones before it go first, then it.
    private static string IdledOutFamilies(TableMap<CredentialRow> t)
    {
        var (hash, family, prune) = (t[nameof(CredentialRow.Hash)], t[nameof(CredentialRow.AuthorizationId)], t[nameof(CredentialRow.PruneAt)]);
        return $"DELETE FROM {t.Name} WHERE {hash} IN (SELECT c.{hash} FROM {t.Name} c WHERE c.{family} IN " +
            $"(SELECT {family} FROM {t.Name} WHERE {prune} <= @p0 AND {t[nameof(CredentialRow.EndsAt)]} IS NULL AND {t[nameof(CredentialRow.Kind)]} = '{CredentialRow.Refresh}' LIMIT @p1) " +
            $"ORDER BY CASE WHEN c.{prune} IS NULL THEN 0 ELSE 1 END LIMIT @p1)";
    }

    private static string ExpiredCredentials(TableMap<CredentialRow> t)
    {
        var (hash, prune) = (t[nameof(CredentialRow.Hash)], t[nameof(CredentialRow.PruneAt)]);
        return $"DELETE FROM {t.Name} WHERE {hash} IN (SELECT {hash} FROM {t.Name} WHERE {prune} <= @p0 AND NOT ({t[nameof(CredentialRow.EndsAt)]} IS NULL AND {t[nameof(CredentialRow.Kind)]} = '{CredentialRow.Refresh}') ORDER BY {prune} LIMIT @p1)";
    }

    private static string RevokedCredentials(TableMap<CredentialRow> t, TableMap<RevocationRow> r)
    {
        var hash = t[nameof(CredentialRow.Hash)];
        return $"DELETE FROM {t.Name} WHERE {hash} IN (SELECT c.{hash} FROM {r.Name} r JOIN {t.Name} c ON c.{t[nameof(CredentialRow.AuthorizationId)]} = r.{r[nameof(RevocationRow.AuthorizationId)]} WHERE r.{r[nameof(RevocationRow.PruneAt)]} <= @p0 LIMIT @p1)";
    }

    private static string Tombstones(TableMap<CredentialRow> t, TableMap<RevocationRow> r)
    {
        var id = r[nameof(RevocationRow.AuthorizationId)];
        return $"DELETE FROM {r.Name} WHERE {id} IN (SELECT r.{id} FROM {r.Name} r WHERE r.{r[nameof(RevocationRow.PruneAt)]} <= @p0 " +
            $"AND NOT EXISTS (SELECT 1 FROM {t.Name} c WHERE c.{t[nameof(CredentialRow.AuthorizationId)]} = r.{id}) LIMIT @p1)";
    }
}
