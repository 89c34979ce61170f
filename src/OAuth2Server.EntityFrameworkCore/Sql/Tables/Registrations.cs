namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The SQL of clients that registered themselves: rows of the table of clients with the hash of a registration access
/// token.</summary>
internal sealed class Registrations(TableMap<ClientRow> t)
{
    private const string Prefix = "client_";

    // A replacement changes neither these nor the key: the operator disables, the first token ends the time without use.
    private static readonly string[] Kept =
        [nameof(ClientRow.Id), nameof(ClientRow.Disabled), nameof(ClientRow.UnusedUntil), nameof(ClientRow.RegisteredAt)];

    private static readonly string[] Names = [.. ClientRow.RegistrationShape.Names()];
    private static readonly string[] Values = [.. Names.Select(name => Prefix + name)];

    /// <summary>Adds a client; it changes no row when another client has the id. Repeated, it changes nothing and counts as
    /// done.</summary>
    internal Statement Insert { get; } = Statement.Write($"""
        INSERT INTO {t.Name} AS c ({t.List(Names)})
        VALUES ({TableMap<ClientRow>.Parameters(Names, Prefix)})
        ON CONFLICT ({t[nameof(ClientRow.Id)]}) DO UPDATE
        SET {t[nameof(ClientRow.RegisteredAt)]} = excluded.{t[nameof(ClientRow.RegisteredAt)]}
        WHERE c.{t[nameof(ClientRow.RegistrationTokenHash)]} = excluded.{t[nameof(ClientRow.RegistrationTokenHash)]}
        """, Values);

    internal Statement Find { get; } = Statement.Query($"""
        SELECT {t.List(Names)}
        FROM {t.Name}
        WHERE {t[nameof(ClientRow.Id)]} = @id
        AND {t[nameof(ClientRow.RegistrationTokenHash)]} IS NOT NULL
        AND NOT {t[nameof(ClientRow.Disabled)]}
        """, "id");

    /// <summary>Replaces a registration whose registration access token is the presented one, or already the new one, after an answer was
    /// lost.</summary>
    internal Statement Replace { get; } = Statement.Write($"""
        UPDATE {t.Name}
        SET {string.Join(", ", Names.Except(Kept).Select(name => $"{t[name]} = @{Prefix}{name}"))}
        WHERE {t[nameof(ClientRow.Id)]} = @{Prefix}{nameof(ClientRow.Id)}
        AND {t[nameof(ClientRow.RegistrationTokenHash)]} IN (@presented, @{Prefix}{nameof(ClientRow.RegistrationTokenHash)})
        AND NOT {t[nameof(ClientRow.Disabled)]}
        """, ["presented", .. Values]);

    internal Statement Delete { get; } = Statement.Write($"""
        DELETE FROM {t.Name}
        WHERE {t[nameof(ClientRow.Id)]} = @id
        AND {t[nameof(ClientRow.RegistrationTokenHash)]} = @presented
        AND NOT {t[nameof(ClientRow.Disabled)]}
        """, "id", "presented");

    internal Statement Keep { get; } = Statement.Write($"""
        UPDATE {t.Name}
        SET {t[nameof(ClientRow.UnusedUntil)]} = NULL
        WHERE {t[nameof(ClientRow.Id)]} = @id
        AND {t[nameof(ClientRow.UnusedUntil)]} IS NOT NULL
        """, "id");
}
