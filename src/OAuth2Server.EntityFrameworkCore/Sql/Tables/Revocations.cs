namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The SQL of tombstones.</summary>
internal sealed class Revocations(TableMap<RevocationRow> t, TableMap<AccessTokenRow> access, TableMap<CredentialRow> credentials)
{
    internal Statement Insert { get; } = Statement.Write($"""
        INSERT INTO {t.Name} (
            {t[nameof(RevocationRow.AuthorizationId)]},
            {t[nameof(RevocationRow.PruneAt)]},
            {t[nameof(RevocationRow.Settled)]})
        VALUES (@id, @pruneAt, @settled)
        ON CONFLICT ({t[nameof(RevocationRow.AuthorizationId)]}) DO NOTHING
        """, "id", "pruneAt", "settled");

    /// <summary>A tombstone for each authorization of a user and a client of which the store has something of use, also
    /// with a later time.</summary>
    internal string InsertOfPair { get; } = $"""
        INSERT INTO {t.Name} (
            {t[nameof(RevocationRow.AuthorizationId)]},
            {t[nameof(RevocationRow.PruneAt)]},
            {t[nameof(RevocationRow.Settled)]})
        SELECT {credentials[nameof(CredentialRow.AuthorizationId)]}, @pruneAt, FALSE
        FROM {credentials.Name}
        WHERE {OfPair(credentials)}
        AND {credentials[nameof(CredentialRow.ConsumedAt)]} IS NULL
        UNION
        SELECT {access[nameof(AccessTokenRow.AuthorizationId)]}, @pruneAt, FALSE
        FROM {access.Name}
        WHERE {OfPair(access)}
        ON CONFLICT ({t[nameof(RevocationRow.AuthorizationId)]}) DO NOTHING
        """;

    /// <summary>Gives tombstones that are due for the first time the time at which they may go; removes nothing.</summary>
    /// <remarks>Access tokens have no index by authorization: all of a family that are stored by then have expired when the last of all
    /// access tokens has.</remarks>
    internal Statement Settle { get; } = Statement.Write($"""
        UPDATE {t.Name}
        SET {t[nameof(RevocationRow.Settled)]} = TRUE,
            {t[nameof(RevocationRow.PruneAt)]} = (
                SELECT CASE WHEN m.latest > @now THEN m.latest ELSE @now END
                FROM (
                    SELECT MAX({access[nameof(AccessTokenRow.ExpiresAt)]}) AS latest
                    FROM {access.Name}) m)
        WHERE {t[nameof(RevocationRow.AuthorizationId)]} IN (
            SELECT {t[nameof(RevocationRow.AuthorizationId)]}
            FROM {t.Name}
            WHERE {t[nameof(RevocationRow.PruneAt)]} <= @now
            AND NOT {t[nameof(RevocationRow.Settled)]}
            LIMIT @limit)
        """, "now", "limit");

    /// <summary>Removes tombstones of which nothing of the family is left.</summary>
    internal Statement Prune { get; } = Statement.Write($"""
        DELETE FROM {t.Name}
        WHERE {t[nameof(RevocationRow.AuthorizationId)]} IN (
            SELECT r.{t[nameof(RevocationRow.AuthorizationId)]}
            FROM {t.Name} r
            WHERE r.{t[nameof(RevocationRow.PruneAt)]} <= @now
            AND r.{t[nameof(RevocationRow.Settled)]}
            AND NOT EXISTS (
                SELECT 1
                FROM {credentials.Name} c
                WHERE c.{credentials[nameof(CredentialRow.AuthorizationId)]} = r.{t[nameof(RevocationRow.AuthorizationId)]})
            LIMIT @limit)
        """, "now", "limit");

    private static string OfPair(ITableMap map) => $"""
        {map[nameof(AuthorizationColumns.Subject)]} = @subject
        AND {map[nameof(AuthorizationColumns.ClientId)]} = @client
        AND {map[nameof(AuthorizationColumns.Issuer)]} = @issuer
        """;
}
