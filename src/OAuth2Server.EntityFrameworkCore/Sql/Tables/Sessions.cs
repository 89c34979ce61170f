namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The SQL of sessions. An ended session keeps its row until it expires.</summary>
internal sealed class Sessions(TableMap<SessionRow> t, TableMap<SessionClientRow> clients)
{
    private const string Prefix = "session_";

    private static readonly string[] Values = [.. SessionRow.Shape.Names().Select(name => Prefix + name)];

    /// <summary>An insert that does nothing the second time, after an answer was lost, also when the session was renewed
    /// meanwhile.</summary>
    internal Statement Insert { get; } = Statement.Write($"""
        INSERT INTO {t.Name} ({t.List(SessionRow.Shape.Names())})
        SELECT {TableMap<SessionRow>.Parameters(SessionRow.Shape.Names(), Prefix)}
        WHERE NOT EXISTS (
            SELECT 1
            FROM {t.Name}
            WHERE {t[nameof(SessionRow.Subject)]} = @{Prefix}{nameof(SessionRow.Subject)}
            AND {t[nameof(SessionRow.Id)]} = @{Prefix}{nameof(SessionRow.Id)})
        ON CONFLICT ({t[nameof(SessionRow.Hash)]}) DO NOTHING
        """, Values);

    /// <summary>Replaces every member in the one row, so that what ends the session at the same moment waits for it and ends it. It changes
    /// the row again when an answer was lost.</summary>
    internal Statement Renew { get; } = Statement.Write($"""
        UPDATE {t.Name}
        SET {string.Join(", ", SessionRow.Shape.Names().Where(IsRenewed).Select(name => $"{t[name]} = @{Prefix}{name}"))}
        WHERE {t[nameof(SessionRow.Subject)]} = @{Prefix}{nameof(SessionRow.Subject)}
        AND {t[nameof(SessionRow.Id)]} = @{Prefix}{nameof(SessionRow.Id)}
        AND {t[nameof(SessionRow.Hash)]} IN (@before, @{Prefix}{nameof(SessionRow.Hash)})
        AND NOT {t[nameof(SessionRow.Ended)]}
        AND {t[nameof(SessionRow.ExpiresAt)]} > @now
        """, ["before", "now", .. Values]);

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

    /// <summary>Ends one session, and makes its clients due.</summary>
    internal Statement End { get; } = Statement.Write([$"""
        {Ending(t)}
        AND {t[nameof(SessionRow.Id)]} = @id
        """, $"""
        {Due(t, clients)}
        AND {clients[nameof(SessionClientRow.SessionId)]} = @id
        """], ["subject", "id", "ended"]);

    /// <summary>Ends every session of a user but one, and makes their clients due; no session has the empty text as its id.</summary>
    internal Statement EndAll { get; } = Statement.Write([$"""
        {Ending(t)}
        AND {t[nameof(SessionRow.Id)]} <> @except
        """, $"""
        {Due(t, clients)}
        AND {clients[nameof(SessionClientRow.SessionId)]} <> @except
        """], ["subject", "except", "ended"]);

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

    // Only of sessions that are ended: a repetition, or a call that ended none, makes none due that is not.
    private static string Due(TableMap<SessionRow> t, TableMap<SessionClientRow> clients) => $"""
        UPDATE {clients.Name}
        SET {clients[nameof(SessionClientRow.DueAt)]} = 0
        WHERE {clients[nameof(SessionClientRow.Subject)]} = @subject
        AND {clients[nameof(SessionClientRow.DueAt)]} IS NULL
        AND {clients[nameof(SessionClientRow.SessionId)]} IN (
            SELECT s.{t[nameof(SessionRow.Id)]}
            FROM {t.Name} s
            WHERE s.{t[nameof(SessionRow.Subject)]} = @subject
            AND s.{t[nameof(SessionRow.Ended)]})
        """;

    private static bool IsRenewed(string property) =>
        property is not (nameof(SessionRow.Id) or nameof(SessionRow.Subject) or nameof(SessionRow.Ended));
}
