namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The SQL of used messages.</summary>
internal sealed class Replays
{
    // The clocks of nodes differ: a node that prunes may be ahead of one that still accepts the message.
    private const long KeptAfterwards = 5 * TimeSpan.TicksPerMinute;

    internal Replays(TableMap<ReplayRow> t)
    {
        var (message, until, usedBy) = (t[nameof(ReplayRow.Message)], t[nameof(ReplayRow.Until)], t[nameof(ReplayRow.UsedBy)]);
        Use = Statement.Write($"""
            INSERT INTO {t.Name} AS r ({message}, {until}, {usedBy})
            VALUES (@message, @until, @usedBy)
            ON CONFLICT ({message}) DO UPDATE
            SET {until} = excluded.{until},
                {usedBy} = excluded.{usedBy}
            WHERE r.{until} <= @now
            OR r.{usedBy} = excluded.{usedBy}
            """, "message", "until", "usedBy", "now");
        Prune = Statement.Write($"""
            DELETE FROM {t.Name}
            WHERE {message} IN (
                SELECT {message}
                FROM {t.Name}
                WHERE {until} <= @now - {KeptAfterwards}
                ORDER BY {until}
                LIMIT @limit)
            AND {until} <= @now - {KeptAfterwards}
            """, "now", "limit");
    }

    /// <summary>Remembers a message that is not remembered, or whose time has come: one row for one caller, also when that caller runs it
    /// again.</summary>
    internal Statement Use { get; }

    /// <summary>The condition stands there twice: a message that is used again meanwhile stays.</summary>
    internal Statement Prune { get; }
}
