namespace OAuth2Server.EntityFrameworkCore;

/// <summary>What removes rows that nobody can use and nobody need recognise: each is bounded by @p1 rows; @p0 is the time.</summary>
internal sealed class PruneStatements(TableMap<AccessTokenRow> access, TableMap<CredentialRow> credentials, TableMap<RevocationRow> revocations, TableMap<AttemptRow> attempts)
{
    /// <summary>The statements, in an order that never lets a dead row come back to life: a tombstone goes after its family.</summary>
    internal IReadOnlyList<string> InOrder { get; } =
    [
        ExpiredAccessTokens(access),
        IdledOutFamilies(credentials),
        ExpiredCredentials(credentials),
        RevokedCredentials(credentials, revocations),
        Tombstones(credentials, revocations),
        ForgottenAttempts(attempts),
    ];

    /// <summary>Gives tombstones that are due for the first time the time at which they may go; removes nothing.</summary>
    internal string Settle { get; } = SettleText(access, revocations);

    private static string ExpiredAccessTokens(TableMap<AccessTokenRow> t)
    {
        var (hash, expires) = (t[nameof(AccessTokenRow.Hash)], t[nameof(AccessTokenRow.ExpiresAt)]);
        return $"DELETE FROM {t.Name} WHERE {hash} IN (SELECT {hash} FROM {t.Name} WHERE {expires} <= @p0 ORDER BY {expires} LIMIT @p1)";
    }

    // An authorization without end whose last refresh token lay unused too long: the consumed ones before it go first, then it.
    private static string IdledOutFamilies(TableMap<CredentialRow> t)
    {
        var (hash, family, kind, ends) = (t[nameof(CredentialRow.Hash)], t[nameof(CredentialRow.AuthorizationId)], t[nameof(CredentialRow.Kind)], t[nameof(CredentialRow.EndsAt)]);
        var (prune, consumed, expires) = (t[nameof(CredentialRow.PruneAt)], t[nameof(CredentialRow.ConsumedAt)], t[nameof(CredentialRow.ExpiresAt)]);
        return $"DELETE FROM {t.Name} WHERE {hash} IN (SELECT c.{hash} FROM {t.Name} c WHERE c.{family} IN " +
            $"(SELECT i.{family} FROM {t.Name} i WHERE i.{prune} <= @p0 AND i.{ends} IS NULL AND i.{kind} = '{CredentialRow.Refresh}' " +
            $"AND NOT EXISTS (SELECT 1 FROM {t.Name} a WHERE a.{family} = i.{family} AND a.{consumed} IS NULL AND (a.{expires} IS NULL OR a.{expires} > @p0)) ORDER BY i.{prune} LIMIT @p1) " +
            $"AND c.{kind} = '{CredentialRow.Refresh}' ORDER BY CASE WHEN c.{prune} IS NULL THEN 0 ELSE 1 END LIMIT @p1)";
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

    // Access tokens have no index by authorization: whatever of a family is there by now has expired when the last of all access tokens has.
    private static string SettleText(TableMap<AccessTokenRow> t, TableMap<RevocationRow> r)
    {
        var (id, prune) = (r[nameof(RevocationRow.AuthorizationId)], r[nameof(RevocationRow.PruneAt)]);
        return $"UPDATE {r.Name} SET {prune} = (SELECT CASE WHEN m.latest > @p0 THEN m.latest / 2 * 2 + 1 ELSE (@p0 - 1) / 2 * 2 + 1 END FROM (SELECT MAX({t[nameof(AccessTokenRow.ExpiresAt)]}) AS latest FROM {t.Name}) m) " +
            $"WHERE {id} IN (SELECT {id} FROM {r.Name} WHERE {prune} <= @p0 AND {prune} % 2 = 0 LIMIT @p1)";
    }

    private static string Tombstones(TableMap<CredentialRow> t, TableMap<RevocationRow> r)
    {
        var id = r[nameof(RevocationRow.AuthorizationId)];
        return $"DELETE FROM {r.Name} WHERE {id} IN (SELECT r.{id} FROM {r.Name} r WHERE r.{r[nameof(RevocationRow.PruneAt)]} <= @p0 AND r.{r[nameof(RevocationRow.PruneAt)]} % 2 = 1 " +
            $"AND NOT EXISTS (SELECT 1 FROM {t.Name} c WHERE c.{t[nameof(CredentialRow.AuthorizationId)]} = r.{id}) LIMIT @p1)";
    }

    private static string ForgottenAttempts(TableMap<AttemptRow> t)
    {
        var (key, forget) = (t[nameof(AttemptRow.Key)], t[nameof(AttemptRow.ForgetAt)]);
        return $"DELETE FROM {t.Name} WHERE {key} IN (SELECT {key} FROM {t.Name} WHERE {forget} <= @p0 ORDER BY {forget} LIMIT @p1)";
    }
}
