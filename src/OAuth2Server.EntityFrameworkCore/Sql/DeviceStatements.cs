namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The SQL of device codes, which live among the credentials.</summary>
/// <param name="t">The credentials.</param>
/// <param name="lives">The condition that a row's family has not ended, behind a name of the table.</param>
internal sealed class DeviceStatements(TableMap<CredentialRow> t, Func<string, string> lives)
{
    /// <summary>@p0 hash of the device code.</summary>
    internal string Find { get; } = FindText(t, nameof(CredentialRow.Hash), lives);

    /// <summary>@p0 hash of the user code.</summary>
    internal string FindByUserCode { get; } = FindText(t, nameof(CredentialRow.UserCodeHash), lives);

    /// <summary>The parameters are those of <see cref="Shapes.DeviceCode"/>. Nothing is inserted where either code is taken.</summary>
    internal string Insert { get; } =
        $"INSERT INTO {t.Name} ({t.List(Statements.Names(Shapes.DeviceCode))}) VALUES ({Statements.Parameters(Shapes.DeviceCode.Length, 0)}) ON CONFLICT DO NOTHING";

    /// <summary>@p0 hash of the user code, @p1 now: an expired device code makes room for one that needs its user code.</summary>
    internal string RemoveExpired { get; } =
        $"DELETE FROM {t.Name} WHERE {t[nameof(CredentialRow.UserCodeHash)]} = @p0 AND {t[nameof(CredentialRow.ExpiresAt)]} <= @p1";

    /// <summary>@p0 hash, @p1 the answer, @p2 its mark, then the authorization: the compare-and-swap, true for one caller, and for that caller again.</summary>
    internal string Decide { get; } =
        $"UPDATE {t.Name} SET {Set(t, nameof(CredentialRow.DeviceStatus), 1)}, {Set(t, nameof(CredentialRow.ConsumedBy), 2)}, {Set(t, nameof(CredentialRow.Subject), 3)}, {Set(t, nameof(CredentialRow.GrantedScope), 4)}, " +
        $"{Set(t, nameof(CredentialRow.Resources), 5)}, {Set(t, nameof(CredentialRow.GrantedAt), 6)}, {Set(t, nameof(CredentialRow.EndsAt), 7)}, {Set(t, nameof(CredentialRow.AuthorizationProperties), 8)} " +
        $"WHERE {t[nameof(CredentialRow.Hash)]} = @p0 AND ({t[nameof(CredentialRow.DeviceStatus)]} = '{CredentialRow.Pending}' OR {t[nameof(CredentialRow.ConsumedBy)]} = @p2) AND {lives(t.Name)}";

    /// <summary>@p0 hash, @p1 now, @p2 interval, @p3 the poll before, 0 for none: the compare-and-swap, and the same again for the caller that repeats it.</summary>
    internal string RecordPoll { get; } =
        $"UPDATE {t.Name} SET {Set(t, nameof(CredentialRow.LastPolledAt), 1)}, {Set(t, nameof(CredentialRow.PollingInterval), 2)} WHERE {t[nameof(CredentialRow.Hash)]} = @p0 " +
        $"AND (COALESCE({t[nameof(CredentialRow.LastPolledAt)]}, 0) = @p3 OR ({t[nameof(CredentialRow.LastPolledAt)]} = @p1 AND {t[nameof(CredentialRow.PollingInterval)]} = @p2))";

    private static string FindText(TableMap<CredentialRow> t, string key, Func<string, string> lives) =>
        $"SELECT {t.List(Statements.Names(Shapes.DeviceCode), "t.")} FROM {t.Name} t WHERE t.{t[key]} = @p0 AND t.{t[nameof(CredentialRow.Kind)]} = '{CredentialRow.Device}' AND {lives("t")}";

    private static string Set(TableMap<CredentialRow> t, string property, int parameter) => $"{t[property]} = @p{parameter}";
}
