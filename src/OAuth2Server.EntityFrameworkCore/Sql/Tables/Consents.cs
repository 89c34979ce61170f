namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The SQL of consents.</summary>
internal sealed class Consents
{
    private const string Prefix = "consent_";

    private readonly TableMap<ConsentRow> _t;

    internal Consents(TableMap<ConsentRow> t, Credentials credentials, Revocations revocations)
    {
        _t = t;
        Find = Statement.Query($"""
            {OfUser}
            AND {t[nameof(ConsentRow.ClientId)]} = @client
            """, "subject", "issuer", "client");
        List = Statement.Query($"""
            {OfUser}
            ORDER BY {t[nameof(ConsentRow.ClientId)]}
            """, "subject", "issuer");
        Save = Statement.Write(SaveText(), [.. ConsentRow.Shape.Names().Select(name => Prefix + name), "replaced"]);
        // The first part keeps a withdrawal waiting until the code is committed, or waits for the withdrawal and then finds nothing.
        SaveCode = Statement.Write(
            [
                $"UPDATE {t.Name} SET {t[nameof(ConsentRow.GrantedAt)]} = {t[nameof(ConsentRow.GrantedAt)]} WHERE {Stands}",
                credentials.InsertCodeIf($"EXISTS (SELECT 1 FROM {t.Name} WHERE {Stands})"),
            ],
            ["subject", "client", "issuer", "consent", .. Credentials.ParametersOf(CredentialRow.CodeShape)]);
        // The first part takes the row of the consent: what the second one does not see is saved after the withdrawal.
        Withdraw = Statement.Write([WithdrawText(), revocations.InsertOfPair], ["subject", "client", "issuer", "now", "pruneAt"]);
    }

    internal Statement Find { get; }

    internal Statement List { get; }

    /// <summary>The compare-and-swap: it changes a row where @replaced is what is saved, null for nothing, and again when it is
    /// repeated.</summary>
    internal Statement Save { get; }

    /// <summary>Its second part inserts a code if the consent of the first part stands.</summary>
    internal Statement SaveCode { get; }

    internal Statement Withdraw { get; }

    private string Key => _t.List([nameof(ConsentRow.Subject), nameof(ConsentRow.ClientId), nameof(ConsentRow.Issuer)]);

    private string OfUser => $"""
        SELECT {_t.List(ConsentRow.Shape.Names())}
        FROM {_t.Name}
        WHERE {_t[nameof(ConsentRow.Subject)]} = @subject
        AND {_t[nameof(ConsentRow.Issuer)]} = @issuer
        AND {_t[nameof(ConsentRow.Scope)]} IS NOT NULL
        """;

    private string Stands => $"""
        {_t[nameof(ConsentRow.Subject)]} = @subject
        AND {_t[nameof(ConsentRow.ClientId)]} = @client
        AND {_t[nameof(ConsentRow.Issuer)]} = @issuer
        AND {_t[nameof(ConsentRow.ConsentId)]} = @consent
        AND {_t[nameof(ConsentRow.Scope)]} IS NOT NULL
        """;

    // A save that is repeated because its answer was lost finds its own id, and must not undo a withdrawal since.
    private string SaveText()
    {
        var (id, scope) = (_t[nameof(ConsentRow.ConsentId)], _t[nameof(ConsentRow.Scope)]);
        string[] set = [nameof(ConsentRow.ConsentId), nameof(ConsentRow.Scope), nameof(ConsentRow.Resources), nameof(ConsentRow.GrantedAt)];
        return $"""
            INSERT INTO {_t.Name} ({_t.List(ConsentRow.Shape.Names())})
            SELECT {TableMap<ConsentRow>.Parameters(ConsentRow.Shape.Names(), Prefix)}
            WHERE @replaced IS NULL OR EXISTS (
                SELECT 1 FROM {_t.Name} WHERE {id} IN (@replaced, @{Prefix}{nameof(ConsentRow.ConsentId)}) AND {scope} IS NOT NULL)
            ON CONFLICT ({Key}) DO UPDATE
            SET {string.Join(", ", set.Select(name => $"{_t[name]} = excluded.{_t[name]}"))}
            WHERE ({_t.Name}.{scope} IS NULL AND @replaced IS NULL AND {_t.Name}.{id} <> excluded.{id})
            OR ({_t.Name}.{scope} IS NOT NULL AND {_t.Name}.{id} IN (@replaced, excluded.{id}))
            """;
    }

    // A node whose clock is behind must not undo a withdrawal that another node made later.
    private string WithdrawText()
    {
        var (scope, withdrawnAt) = (_t[nameof(ConsentRow.Scope)], _t[nameof(ConsentRow.WithdrawnAt)]);
        return $"""
            INSERT INTO {_t.Name} ({Key}, {_t[nameof(ConsentRow.ConsentId)]}, {_t[nameof(ConsentRow.GrantedAt)]}, {withdrawnAt})
            VALUES (@subject, @client, @issuer, '', @now, @now)
            ON CONFLICT ({Key}) DO UPDATE
            SET {scope} = NULL,
                {_t[nameof(ConsentRow.Resources)]} = NULL,
                {withdrawnAt} = CASE
                    WHEN {_t.Name}.{withdrawnAt} > excluded.{withdrawnAt} THEN {_t.Name}.{withdrawnAt}
                    ELSE excluded.{withdrawnAt}
                    END
            """;
    }
}
