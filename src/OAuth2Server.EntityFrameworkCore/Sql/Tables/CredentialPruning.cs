namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The SQL that removes credentials and sealed answers of which there is no further use. Each statement is bounded by
/// @limit.</summary>
internal sealed class CredentialPruning(TableMap<CredentialRow> t, TableMap<RevocationRow> revocations)
{
    /// <summary>Removes sealed answers whose time is over; the credentials stay.</summary>
    internal Statement Answers { get; } = Statement.Write($"""
        UPDATE {t.Name}
        SET {t[nameof(CredentialRow.SealedResponse)]} = NULL,
            {t[nameof(CredentialRow.ReplayUntil)]} = NULL
        WHERE {t[nameof(CredentialRow.Hash)]} IN (
            SELECT {t[nameof(CredentialRow.Hash)]}
            FROM {t.Name}
            WHERE {t[nameof(CredentialRow.ReplayUntil)]} > 0
            AND {t[nameof(CredentialRow.ReplayUntil)]} <= @now
            LIMIT @limit)
        """, "now", "limit");

    /// <summary>Removes authorizations without end whose last refresh token was unused too long: the consumed ones before it go first,
    /// then it.</summary>
    internal Statement IdleFamilies { get; } = Idle(t);

    /// <summary>Removes credentials at their time. A fresh refresh token of an authorization without end goes with its family.</summary>
    internal Statement Expired { get; } = Statement.Write($"""
        DELETE FROM {t.Name}
        WHERE {t[nameof(CredentialRow.Hash)]} IN (
            SELECT {t[nameof(CredentialRow.Hash)]}
            FROM {t.Name}
            WHERE {t[nameof(CredentialRow.PruneAt)]} <= @now
            AND NOT (
                {t[nameof(CredentialRow.EndsAt)]} IS NULL
                AND {t[nameof(CredentialRow.ConsumedAt)]} IS NULL
                AND {t[nameof(CredentialRow.Kind)]} = '{CredentialRow.Refresh}')
            ORDER BY {t[nameof(CredentialRow.PruneAt)]}
            LIMIT @limit)
        """, "now", "limit");

    /// <summary>Removes credentials of revoked authorizations.</summary>
    internal Statement Revoked { get; } = Statement.Write($"""
        DELETE FROM {t.Name}
        WHERE {t[nameof(CredentialRow.Hash)]} IN (
            SELECT c.{t[nameof(CredentialRow.Hash)]}
            FROM {revocations.Name} r
            JOIN {t.Name} c ON c.{t[nameof(CredentialRow.AuthorizationId)]} = r.{revocations[nameof(RevocationRow.AuthorizationId)]}
            WHERE r.{revocations[nameof(RevocationRow.PruneAt)]} <= @now
            LIMIT @limit)
        """, "now", "limit");

    private static Statement Idle(TableMap<CredentialRow> t)
    {
        var (hash, family, kind) = (t[nameof(CredentialRow.Hash)], t[nameof(CredentialRow.AuthorizationId)], t[nameof(CredentialRow.Kind)]);
        var (pruneAt, expiresAt) = (t[nameof(CredentialRow.PruneAt)], t[nameof(CredentialRow.ExpiresAt)]);
        return Statement.Write($"""
            DELETE FROM {t.Name}
            WHERE {hash} IN (
                SELECT c.{hash}
                FROM {t.Name} c
                WHERE c.{family} IN (
                    SELECT i.{family}
                    FROM {t.Name} i
                    WHERE i.{pruneAt} <= @now
                    AND i.{t[nameof(CredentialRow.EndsAt)]} IS NULL
                    AND i.{kind} = '{CredentialRow.Refresh}'
                    AND NOT EXISTS (
                        SELECT 1
                        FROM {t.Name} a
                        WHERE a.{family} = i.{family}
                        AND a.{t[nameof(CredentialRow.ConsumedAt)]} IS NULL
                        AND (a.{expiresAt} IS NULL OR a.{expiresAt} > @now))
                    ORDER BY i.{pruneAt}
                    LIMIT @limit)
                AND (c.{kind} = '{CredentialRow.Refresh}' OR c.{pruneAt} IS NULL)
                ORDER BY CASE WHEN c.{pruneAt} IS NULL THEN 0 ELSE 1 END
                LIMIT @limit)
            """, "now", "limit");
    }
}
