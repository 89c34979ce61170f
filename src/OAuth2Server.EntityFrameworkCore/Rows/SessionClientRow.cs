namespace OAuth2Server.EntityFrameworkCore;

/// <summary>One client that signed a user in in a session.</summary>
public sealed class SessionClientRow
{
    /// <summary><see cref="SessionClient.SessionId"/>.</summary>
    public string SessionId { get; set; } = "";

    /// <summary><see cref="SessionClient.ClientId"/>.</summary>
    public string ClientId { get; set; } = "";

    /// <summary><see cref="SessionClient.Issuer"/>.</summary>
    public string Issuer { get; set; } = "";

    /// <summary><see cref="SessionClient.Subject"/>.</summary>
    public string Subject { get; set; } = "";

    /// <summary><see cref="SessionClient.Attempts"/>.</summary>
    public long Attempts { get; set; }

    /// <summary><see cref="SessionClient.DueAt"/> in UTC ticks; null while the session has not been ended, 0 for immediately.</summary>
    public long? DueAt { get; set; }

    /// <summary>When the row is removed, in UTC ticks, if its session is not there any more.</summary>
    public long PruneAt { get; set; }

    /// <summary>The columns that are read.</summary>
    internal static Column<SessionClientRow>[] Shape { get; } =
    [
        Column.Text<SessionClientRow>(nameof(SessionId), r => r.SessionId, (r, v) => r.SessionId = v),
        Column.Text<SessionClientRow>(nameof(ClientId), r => r.ClientId, (r, v) => r.ClientId = v),
        Column.Text<SessionClientRow>(nameof(Issuer), r => r.Issuer, (r, v) => r.Issuer = v),
        Column.Text<SessionClientRow>(nameof(Subject), r => r.Subject, (r, v) => r.Subject = v),
        Column.Number<SessionClientRow>(nameof(Attempts), r => r.Attempts, (r, v) => r.Attempts = v),
        Column.Number<SessionClientRow>(nameof(DueAt), r => r.DueAt, (r, v) => r.DueAt = v),
    ];

    internal SessionClient ToSessionClient() => new()
    {
        SessionId = SessionId,
        ClientId = ClientId,
        Issuer = Issuer,
        Subject = Subject,
        Attempts = (int)Attempts,
        DueAt = Ticks.ToTime(DueAt),
    };
}
