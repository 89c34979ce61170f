namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The SQL of clients.</summary>
internal sealed class Clients(TableMap<ClientRow> t)
{
    internal Statement Find { get; } = Statement.Query($"""
        SELECT {t.List(ClientRow.Shape.Names())}
        FROM {t.Name}
        WHERE {t[nameof(ClientRow.Id)]} = @id
        """, "id");

    /// <summary>Public clients whose redirect URIs, in lower case, match a pattern; <see cref="Literally"/> makes one of a text.</summary>
    internal Statement FindPublic { get; } = Statement.Query($"""
        SELECT {t.List(ClientRow.Shape.Names())}
        FROM {t.Name}
        WHERE {t[nameof(ClientRow.Type)]} = 'public'
        AND NOT {t[nameof(ClientRow.Disabled)]}
        AND lower({t[nameof(ClientRow.RedirectUris)]}) LIKE @pattern ESCAPE '!'
        """, "pattern");

    /// <summary>The ids of clients that are not disabled.</summary>
    internal Statement ListIds { get; } = Statement.Query($"""
        SELECT {t[nameof(ClientRow.Id)]}
        FROM {t.Name}
        WHERE NOT {t[nameof(ClientRow.Disabled)]}
        """);

    /// <summary>Adds a client, or replaces the one with its id; the arguments are <see cref="ClientRow.Shape"/>.</summary>
    internal Statement Save { get; } = Statement.Write($"""
        INSERT INTO {t.Name} ({t.List(ClientRow.Shape.Names())})
        VALUES ({TableMap<ClientRow>.Parameters(ClientRow.Shape.Names(), "")})
        ON CONFLICT ({t[nameof(ClientRow.Id)]}) DO UPDATE
        SET {string.Join(", ", ClientRow.Shape.Names().Select(name => $"{t[name]} = excluded.{t[name]}"))}
        """, [.. ClientRow.Shape.Names()]);

    internal Statement Disable { get; } = Statement.Write($"""
        UPDATE {t.Name}
        SET {t[nameof(ClientRow.Disabled)]} = @disabled
        WHERE {t[nameof(ClientRow.Id)]} = @id
        """, "id", "disabled");

    /// <summary>A client without a token is removed; not one that gets its first token at the same moment.</summary>
    internal Statement Prune { get; } = Statement.Write($"""
        DELETE FROM {t.Name}
        WHERE {t[nameof(ClientRow.UnusedUntil)]} <= @now
        AND {t[nameof(ClientRow.Id)]} IN (
            SELECT {t[nameof(ClientRow.Id)]}
            FROM {t.Name}
            WHERE {t[nameof(ClientRow.UnusedUntil)]} <= @now
            ORDER BY {t[nameof(ClientRow.UnusedUntil)]}
            LIMIT @limit)
        """, "now", "limit");

    /// <summary>What <see cref="ListIds"/> returns.</summary>
    internal static Column<ClientRow>[] IdOnly { get; } = [.. ClientRow.Shape.Where(column => column.Property == nameof(ClientRow.Id))];

    /// <summary>A text in which the signs of a pattern mean themselves.</summary>
    internal static string Literally(string text) => text
        .Replace("!", "!!", StringComparison.Ordinal)
        .Replace("%", "!%", StringComparison.Ordinal)
        .Replace("_", "!_", StringComparison.Ordinal);
}
