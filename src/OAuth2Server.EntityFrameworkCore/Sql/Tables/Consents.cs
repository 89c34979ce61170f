namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The SQL of consents.</summary>
internal sealed class Consents
{
    internal Consents(TableMap<ConsentRow> t)
    {
        var key = t.List([nameof(ConsentRow.Subject), nameof(ConsentRow.ClientId), nameof(ConsentRow.Issuer)]);
        var (scope, grantedAt) = (t[nameof(ConsentRow.Scope)], t[nameof(ConsentRow.GrantedAt)]);
        var withdrawnAt = t[nameof(ConsentRow.WithdrawnAt)];
        var ofUser = $"""
            SELECT {t.List(ConsentRow.Shape.Names())}
            FROM {t.Name}
            WHERE {t[nameof(ConsentRow.Subject)]} = @subject
            AND {t[nameof(ConsentRow.Issuer)]} = @issuer
            AND {scope} IS NOT NULL
            """;
        Find = Statement.Query($"""
            {ofUser}
            AND {t[nameof(ConsentRow.ClientId)]} = @client
            """, "subject", "issuer", "client");
        List = Statement.Query($"""
            {ofUser}
            ORDER BY {t[nameof(ConsentRow.ClientId)]}
            """, "subject", "issuer");
        Save = Statement.Write($"""
            INSERT INTO {t.Name} ({key}, {scope}, {grantedAt})
            VALUES (@subject, @client, @issuer, @scope, @grantedAt)
            ON CONFLICT ({key}) DO UPDATE
            SET {scope} = excluded.{scope},
                {grantedAt} = excluded.{grantedAt}
            """, "subject", "client", "issuer", "scope", "grantedAt");
        // A node whose clock is behind must not undo a withdrawal that another node made later.
        Withdraw = Statement.Write($"""
            INSERT INTO {t.Name} ({key}, {grantedAt}, {withdrawnAt})
            VALUES (@subject, @client, @issuer, @now, @now)
            ON CONFLICT ({key}) DO UPDATE
            SET {scope} = NULL,
                {withdrawnAt} = CASE
                    WHEN {t.Name}.{withdrawnAt} > excluded.{withdrawnAt} THEN {t.Name}.{withdrawnAt}
                    ELSE excluded.{withdrawnAt}
                    END
            """, "subject", "client", "issuer", "now");
    }

    internal Statement Find { get; }

    internal Statement List { get; }

    internal Statement Save { get; }

    internal Statement Withdraw { get; }
}
