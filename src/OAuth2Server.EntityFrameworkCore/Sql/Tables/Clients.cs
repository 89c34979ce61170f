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

    /// <summary>A text in which the signs of a pattern mean themselves.</summary>
    internal static string Literally(string text) => text
        .Replace("!", "!!", StringComparison.Ordinal)
        .Replace("%", "!%", StringComparison.Ordinal)
        .Replace("_", "!_", StringComparison.Ordinal);
}
