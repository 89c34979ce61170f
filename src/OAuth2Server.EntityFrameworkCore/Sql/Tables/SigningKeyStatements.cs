namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The SQL of signing keys.</summary>
internal sealed class SigningKeyStatements
{
    private static readonly string[] Parameters = ["id", "version", "content", "savedBy"];

    internal SigningKeyStatements(TableMap<SigningKeyRow> t)
    {
        var (id, version) = (t[nameof(SigningKeyRow.Id)], t[nameof(SigningKeyRow.Version)]);
        var (content, savedBy) = (t[nameof(SigningKeyRow.Content)], t[nameof(SigningKeyRow.SavedBy)]);
        Find = Statement.Query($"""
            SELECT {t.List(SigningKeyRow.Shape.Names())}
            FROM {t.Name}
            WHERE {id} = @id
            """, "id");
        // Without a change where another node was first; one row where this save itself was.
        Insert = Statement.Write($"""
            INSERT INTO {t.Name} AS k ({id}, {version}, {content}, {savedBy})
            VALUES (@id, @version, @content, @savedBy)
            ON CONFLICT ({id}) DO UPDATE
            SET {savedBy} = excluded.{savedBy}
            WHERE k.{savedBy} = excluded.{savedBy}
            """, Parameters);
        Replace = Statement.Write($"""
            UPDATE {t.Name}
            SET {version} = @version, {content} = @content, {savedBy} = @savedBy
            WHERE {id} = @id
            AND ({version} = @version - 1 OR {savedBy} = @savedBy)
            """, Parameters);
    }

    internal Statement Find { get; }

    /// <summary>Saves the first ring.</summary>
    internal Statement Insert { get; }

    /// <summary>Saves the ring after the one before it.</summary>
    internal Statement Replace { get; }
}
