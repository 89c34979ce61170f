namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The SQL of sessions. An ended session keeps its row until it expires.</summary>
internal sealed class Sessions(TableMap<SessionRow> t)
{
    private const string Prefix = "session_";

    /// <summary>An insert that does nothing the second time, after an answer was lost.</summary>
    internal Statement Insert { get; } = Statement.Write($"""
        INSERT INTO {t.Name} ({t.List(SessionRow.Shape.Names())})
        VALUES ({TableMap<SessionRow>.Parameters(SessionRow.Shape.Names(), Prefix)})
        ON CONFLICT ({t[nameof(SessionRow.Hash)]}) DO NOTHING
        """, [.. SessionRow.Shape.Names().Select(name => Prefix + name)]);

    /// <summary>The id of the session that has a hash.</summary>
    internal Statement Owner { get; } = Statement.Query($"""
        SELECT {t[nameof(SessionRow.Id)]}
        FROM {t.Name}
        WHERE {t[nameof(SessionRow.Hash)]} = @hash
        """, "hash");

    internal Statement Find { get; } = Statement.Query($"""
        SELECT {t.List(SessionRow.Shape.Names())}
        FROM {t.Name}
        WHERE {t[nameof(SessionRow.Hash)]} = @hash
        AND NOT {t[nameof(SessionRow.Ended)]}
        AND {t[nameof(SessionRow.ExpiresAt)]} > @now
        """, "hash", "now");

    internal Statement List { get; } = Statement.Query($"""
        SELECT {t.List(SessionRow.Shape.Names())}
        FROM {t.Name}
        WHERE {t[nameof(SessionRow.Subject)]} = @subject
        AND NOT {t[nameof(SessionRow.Ended)]}
        AND {t[nameof(SessionRow.ExpiresAt)]} > @now
        ORDER BY {t[nameof(SessionRow.LastSeenAt)]} DESC
        LIMIT @limit
        """, "subject", "now", "limit");

    internal Statement RecordSeen { get; } = Statement.Write($"""
        UPDATE {t.Name}
        SET {t[nameof(SessionRow.LastSeenAt)]} = @now,
            {t[nameof(SessionRow.RemoteAddress)]} = @address
        WHERE {t[nameof(SessionRow.Hash)]} = @hash
        AND NOT {t[nameof(SessionRow.Ended)]}
        AND {t[nameof(SessionRow.LastSeenAt)]} < @now
        """, "hash", "now", "address");

    internal Statement End { get; } = Statement.Write($"""
        {Ending(t)}
        AND {t[nameof(SessionRow.Id)]} = @id
        """, "subject", "id", "ended");

    /// <summary>Ends every session of a user but one; no session has the empty text as its id.</summary>
    internal Statement EndAll { get; } = Statement.Write($"""
        {Ending(t)}
        AND {t[nameof(SessionRow.Id)]} <> @except
        """, "subject", "except", "ended");

    internal Statement Prune { get; } = Statement.Write($"""
        DELETE FROM {t.Name}
        WHERE {t[nameof(SessionRow.Hash)]} IN (
            SELECT {t[nameof(SessionRow.Hash)]}
            FROM {t.Name}
            WHERE {t[nameof(SessionRow.ExpiresAt)]} <= @now
            ORDER BY {t[nameof(SessionRow.ExpiresAt)]}
            LIMIT @limit)
        """, "now", "limit");

    private static string Ending(TableMap<SessionRow> t) => $"""
        UPDATE {t.Name}
        SET {t[nameof(SessionRow.Ended)]} = @ended
        WHERE {t[nameof(SessionRow.Subject)]} = @subject
        AND NOT {t[nameof(SessionRow.Ended)]}
        """;
}
