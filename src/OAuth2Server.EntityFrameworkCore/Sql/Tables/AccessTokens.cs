namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The SQL of access tokens.</summary>
internal sealed class AccessTokens
{
    private const string Prefix = "access_";
    private readonly TableMap<AccessTokenRow> _table;

    internal AccessTokens(TableMap<AccessTokenRow> table, ActiveFamilies active)
    {
        _table = table;
        var (hash, expiresAt) = (table[nameof(AccessTokenRow.Hash)], table[nameof(AccessTokenRow.ExpiresAt)]);
        Find = Statement.Query($"""
            SELECT {table.List(AccessTokenRow.Shape.Names(), "t.")}
            FROM {table.Name} t
            WHERE t.{hash} = @hash
            AND {active.Of(table, "t", nameof(AccessTokenRow.Id))}
            """, "hash");
        Owner = Statement.Query($"""
            SELECT {table[nameof(AccessTokenRow.Id)]}
            FROM {table.Name}
            WHERE {hash} = @hash
            """, "hash");
        InsertText = $"""
            INSERT INTO {table.Name} ({table.List(AccessTokenRow.Shape.Names())})
            VALUES ({TableMap<AccessTokenRow>.Parameters(AccessTokenRow.Shape.Names(), Prefix)})
            {OnConflict}
            """;
        Insert = Statement.Write(InsertText, Parameters);
        Prune = Statement.Write($"""
            DELETE FROM {table.Name}
            WHERE {hash} IN (
                SELECT {hash}
                FROM {table.Name}
                WHERE {expiresAt} <= @now
                ORDER BY {expiresAt}
                LIMIT @limit)
            """, "now", "limit");
    }

    /// <summary>What <see cref="InsertText"/> needs: <see cref="AccessTokenRow.Shape"/>.</summary>
    internal static string[] Parameters { get; } = [.. AccessTokenRow.Shape.Names().Select(name => Prefix + name)];

    internal Statement Find { get; }

    /// <summary>The id of the token that has a hash.</summary>
    internal Statement Owner { get; }

    /// <summary>An insert that changes nothing the second time, after an answer was lost.</summary>
    internal Statement Insert { get; }

    internal string InsertText { get; }

    internal Statement Prune { get; }

    /// <summary>The same token, from an insert whose answer was lost, changes nothing. Another one with its text makes the id null, which
    /// the column refuses: all of the transaction fails.</summary>
    private string OnConflict => $"""
        ON CONFLICT ({_table[nameof(AccessTokenRow.Hash)]}) DO UPDATE
            SET {_table[nameof(AccessTokenRow.Id)]} = CASE
                WHEN {_table.Name}.{_table[nameof(AccessTokenRow.Id)]} = excluded.{_table[nameof(AccessTokenRow.Id)]}
                THEN excluded.{_table[nameof(AccessTokenRow.Id)]}
                END
        """;

    /// <summary>The same insert, if a condition holds.</summary>
    internal string InsertIf(string condition) => $"""
        INSERT INTO {_table.Name} ({_table.List(AccessTokenRow.Shape.Names())})
        SELECT {TableMap<AccessTokenRow>.Parameters(AccessTokenRow.Shape.Names(), Prefix)}
        WHERE {condition}
        {OnConflict}
        """;
}
