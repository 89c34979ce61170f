namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The SQL of the clients of sessions, which are a queue when the session was ended.</summary>
internal sealed class SessionClients
{
    private static readonly string[] KeyProperties =
        [nameof(SessionClientRow.SessionId), nameof(SessionClientRow.ClientId), nameof(SessionClientRow.Issuer)];

    internal SessionClients(TableMap<SessionClientRow> t, TableMap<SessionRow> sessions)
    {
        var (key, columns) = (t.List(KeyProperties), t.List(SessionClientRow.Shape.Names()));
        var (dueAt, attempts, pruneAt) =
            (t[nameof(SessionClientRow.DueAt)], t[nameof(SessionClientRow.Attempts)], t[nameof(SessionClientRow.PruneAt)]);
        var (sessionId, subject) = (t[nameof(SessionClientRow.SessionId)], t[nameof(SessionClientRow.Subject)]);
        var isKey = $"({key}) = (@session, @client, @issuer)";
        Save = SaveOf(t, sessions, key);
        Find = Statement.Query($"""
            SELECT {columns}
            FROM {t.Name}
            WHERE {sessionId} = @session
            AND {subject} = @subject
            ORDER BY {key}
            """, "session", "subject");
        // The condition stands there twice: on PostgreSQL a caller that waited for a row reads it again, and finds it taken.
        Take = Statement.Write($"""
            UPDATE {t.Name}
            SET {dueAt} = @until,
                {attempts} = {attempts} + 1
            WHERE ({key}) IN (
                SELECT {key}
                FROM {t.Name}
                WHERE {dueAt} <= @now
                ORDER BY {dueAt}
                LIMIT @limit)
            AND {dueAt} <= @now
            RETURNING {columns}
            """, "now", "until", "limit");
        Postpone = Statement.Write($"""
            UPDATE {t.Name}
            SET {dueAt} = @dueAt
            WHERE {isKey}
            AND {attempts} = @attempts
            """, "session", "client", "issuer", "attempts", "dueAt");
        Remove = Statement.Write($"""
            DELETE FROM {t.Name}
            WHERE {isKey}
            """, "session", "client", "issuer");
        Prune = Statement.Write($"""
            DELETE FROM {t.Name}
            WHERE ({key}) IN (
                SELECT {t.List(KeyProperties, "c.")}
                FROM {t.Name} c
                WHERE c.{pruneAt} <= @now
                AND NOT EXISTS (
                    SELECT 1
                    FROM {sessions.Name} s
                    WHERE s.{sessions[nameof(SessionRow.Subject)]} = c.{subject}
                    AND s.{sessions[nameof(SessionRow.Id)]} = c.{sessionId})
                LIMIT @limit)
            """, "now", "limit");
    }

    /// <summary>Saves a client of a session that is there; due immediately if the session was ended.</summary>
    internal Statement Save { get; }

    internal Statement Find { get; }

    /// <summary>Takes what is due, and returns it as it is then.</summary>
    internal Statement Take { get; }

    internal Statement Postpone { get; }

    internal Statement Remove { get; }

    internal Statement Prune { get; }

    // The first part changes nothing: it waits for a call that ends the session at the same moment, so that the second part reads the end.
    // What ends the session after it waits in turn, and finds the new row.
    private static Statement SaveOf(TableMap<SessionClientRow> t, TableMap<SessionRow> sessions, string key)
    {
        var (seenAt, isSession) = (sessions[nameof(SessionRow.LastSeenAt)], $"""
            {sessions[nameof(SessionRow.Subject)]} = @subject
            AND {sessions[nameof(SessionRow.Id)]} = @session
            """);
        return Statement.Write([$"""
            UPDATE {sessions.Name}
            SET {seenAt} = {seenAt}
            WHERE {isSession}
            """, $"""
            INSERT INTO {t.Name} ({key}, {t[nameof(SessionClientRow.Subject)]}, {t[nameof(SessionClientRow.Attempts)]},
                {t[nameof(SessionClientRow.DueAt)]}, {t[nameof(SessionClientRow.PruneAt)]})
            SELECT @session, @client, @issuer, @subject, 0, CASE WHEN {sessions[nameof(SessionRow.Ended)]} THEN 0 ELSE NULL END,
                {sessions[nameof(SessionRow.ExpiresAt)]} + @kept
            FROM {sessions.Name}
            WHERE {isSession}
            ON CONFLICT ({key}) DO NOTHING
            """], ["session", "client", "issuer", "subject", "kept"]);
    }
}
