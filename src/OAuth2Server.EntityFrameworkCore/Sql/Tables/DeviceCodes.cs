namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The SQL of device codes, which are in the table of credentials.</summary>
internal sealed class DeviceCodes
{
    private readonly TableMap<CredentialRow> _t;

    internal DeviceCodes(TableMap<CredentialRow> t, ActiveFamilies active)
    {
        _t = t;
        var (hash, userCodeHash) = (t[nameof(CredentialRow.Hash)], t[nameof(CredentialRow.UserCodeHash)]);
        var status = t[nameof(CredentialRow.DeviceStatus)];
        var (consumedBy, polledAt, interval) =
            (t[nameof(CredentialRow.ConsumedBy)], t[nameof(CredentialRow.LastPolledAt)], t[nameof(CredentialRow.PollingInterval)]);
        Find = FindBy(hash, active);
        FindByUserCode = FindBy(userCodeHash, active);
        Insert = Statement.Write($"""
            INSERT INTO {t.Name} ({t.List(CredentialRow.DeviceShape.Names())})
            VALUES ({TableMap<CredentialRow>.Parameters(CredentialRow.DeviceShape.Names(), "credential_")})
            ON CONFLICT DO NOTHING
            """, Credentials.ParametersOf(CredentialRow.DeviceShape));
        RemoveExpired = Statement.Write($"""
            DELETE FROM {t.Name}
            WHERE {userCodeHash} = @userCode
            AND {t[nameof(CredentialRow.ExpiresAt)]} <= @now
            """, "userCode", "now");
        Decide = Statement.Write($"""
            UPDATE {t.Name}
            SET {status} = @answer,
                {consumedBy} = @mark,
                {t[nameof(CredentialRow.Subject)]} = @subject,
                {t[nameof(CredentialRow.GrantedScope)]} = @scope,
                {t[nameof(CredentialRow.Resources)]} = @resources,
                {t[nameof(CredentialRow.GrantedAt)]} = @grantedAt,
                {t[nameof(CredentialRow.EndsAt)]} = @endsAt,
                {t[nameof(CredentialRow.AuthorizationProperties)]} = @properties
            WHERE {hash} = @hash
            AND ({status} = '{CredentialRow.Pending}' OR {consumedBy} = @mark)
            AND {active.Of(t, t.Name)}
            """, "hash", "answer", "mark", "subject", "scope", "resources", "grantedAt", "endsAt", "properties");
        RecordPoll = Statement.Write($"""
            UPDATE {t.Name}
            SET {polledAt} = @now,
                {interval} = @interval
            WHERE {hash} = @hash
            AND (COALESCE({polledAt}, 0) = @before OR ({polledAt} = @now AND {interval} = @interval))
            """, "hash", "now", "interval", "before");
    }

    internal Statement Find { get; }

    internal Statement FindByUserCode { get; }

    /// <summary>Nothing is inserted where another row has one of the two codes.</summary>
    internal Statement Insert { get; }

    /// <summary>Removes an expired device code, so that a new one can have its user code.</summary>
    internal Statement RemoveExpired { get; }

    /// <summary>The compare-and-swap of the answer: it changes a row for exactly one caller, and again when that caller repeats
    /// it.</summary>
    internal Statement Decide { get; }

    /// <summary>The compare-and-swap of a poll; @before is the poll before it, 0 for none.</summary>
    internal Statement RecordPoll { get; }

    private Statement FindBy(string key, ActiveFamilies active) => Statement.Query($"""
        SELECT {_t.List(CredentialRow.DeviceShape.Names(), "t.")}
        FROM {_t.Name} t
        WHERE t.{key} = @hash
        AND t.{_t[nameof(CredentialRow.Kind)]} = '{CredentialRow.Device}'
        AND {active.Of(_t, "t")}
        """, "hash");
}
