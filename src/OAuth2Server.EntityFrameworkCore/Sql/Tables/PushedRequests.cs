namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The SQL of pushed authorization requests.</summary>
internal sealed class PushedRequests
{
    internal PushedRequests(TableMap<PushedRequestRow> t)
    {
        var (hash, expiresAt) = (t[nameof(PushedRequestRow.Hash)], t[nameof(PushedRequestRow.ExpiresAt)]);
        var (visitedAt, consumedAt) = (t[nameof(PushedRequestRow.VisitedAt)], t[nameof(PushedRequestRow.ConsumedAt)]);
        var (consumedBy, columns) = (t[nameof(PushedRequestRow.ConsumedBy)], PushedRequestRow.Shape.Names().ToArray());
        Insert = Statement.Write($"""
            INSERT INTO {t.Name} ({t.List(columns)})
            VALUES ({TableMap<PushedRequestRow>.Parameters(columns, "")})
            ON CONFLICT ({hash}) DO NOTHING
            """, columns);
        Find = Statement.Query($"""
            SELECT {t.List(columns)}
            FROM {t.Name}
            WHERE {hash} = @hash
            """, "hash");
        Visit = Statement.Write($"""
            UPDATE {t.Name}
            SET {visitedAt} = @now,
                {expiresAt} = @expiresAt
            WHERE {hash} = @hash
            AND {visitedAt} IS NULL
            """, "hash", "now", "expiresAt");
        Consume = Statement.Write($"""
            UPDATE {t.Name}
            SET {consumedAt} = @now,
                {consumedBy} = @consumer
            WHERE {hash} = @hash
            AND ({consumedAt} IS NULL OR {consumedBy} = @consumer)
            """, "hash", "now", "consumer");
        Prune = Statement.Write($"""
            DELETE FROM {t.Name}
            WHERE {hash} IN (
                SELECT {hash}
                FROM {t.Name}
                WHERE {expiresAt} <= @now
                ORDER BY {expiresAt}
                LIMIT @limit)
            AND {expiresAt} <= @now
            """, "now", "limit");
    }

    /// <summary>An insert that changes nothing the second time, after an answer was lost.</summary>
    internal Statement Insert { get; }

    internal Statement Find { get; }

    /// <summary>Records the first visit; changes nothing afterwards.</summary>
    internal Statement Visit { get; }

    /// <summary>The compare-and-swap: it changes a row for exactly one caller, and again when that caller repeats it.</summary>
    internal Statement Consume { get; }

    /// <summary>The condition stands there twice: a request that is visited meanwhile stays.</summary>
    internal Statement Prune { get; }
}
