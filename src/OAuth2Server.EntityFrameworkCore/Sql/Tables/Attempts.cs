namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The SQL of failed attempts.</summary>
internal sealed class Attempts
{
    internal Attempts(TableMap<AttemptRow> t)
    {
        var (key, failures, forgetAt) = (t[nameof(AttemptRow.Key)], t[nameof(AttemptRow.Failures)], t[nameof(AttemptRow.ForgetAt)]);
        AddFailure = Statement.Write($"""
            INSERT INTO {t.Name} AS a ({key}, {failures}, {forgetAt})
            VALUES (@key, 1, @forgetAt)
            ON CONFLICT ({key}) DO UPDATE
            SET {failures} = CASE WHEN a.{forgetAt} <= @now THEN 1 ELSE a.{failures} + 1 END,
                {forgetAt} = excluded.{forgetAt}
            RETURNING {failures}
            """, "key", "now", "forgetAt");
        Clear = Statement.Write($"""
            DELETE FROM {t.Name}
            WHERE {key} = @key
            """, "key");
        Prune = Statement.Write($"""
            DELETE FROM {t.Name}
            WHERE {key} IN (
                SELECT {key}
                FROM {t.Name}
                WHERE {forgetAt} <= @now
                ORDER BY {forgetAt}
                LIMIT @limit)
            """, "now", "limit");
    }

    /// <summary>Counts a failure and returns the count. It is the one statement that does not recognise its own work: repeated after a
    /// broken connection, it counts one failure twice.</summary>
    internal Statement AddFailure { get; }

    internal Statement Clear { get; }

    internal Statement Prune { get; }
}
