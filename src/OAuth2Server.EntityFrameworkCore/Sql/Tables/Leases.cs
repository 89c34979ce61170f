namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The SQL of leases.</summary>
internal sealed class Leases(TableMap<LeaseRow> t)
{
    /// <summary>Takes a lease that has ended, or prolongs the owner's own.</summary>
    internal Statement Take { get; } = Statement.Write($"""
        INSERT INTO {t.Name} AS l ({t.List([nameof(LeaseRow.Name), nameof(LeaseRow.Owner), nameof(LeaseRow.Until)])})
        VALUES (@name, @owner, @until)
        ON CONFLICT ({t[nameof(LeaseRow.Name)]}) DO UPDATE
        SET {t[nameof(LeaseRow.Owner)]} = excluded.{t[nameof(LeaseRow.Owner)]},
            {t[nameof(LeaseRow.Until)]} = excluded.{t[nameof(LeaseRow.Until)]}
        WHERE l.{t[nameof(LeaseRow.Until)]} <= @now
        OR l.{t[nameof(LeaseRow.Owner)]} = excluded.{t[nameof(LeaseRow.Owner)]}
        """, "name", "owner", "until", "now");
}
