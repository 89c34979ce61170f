using System.Net;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>One session of a signed-in user, ended ones included.</summary>
public sealed class SessionRow
{
    /// <summary>SHA-256 of the text in the cookie, 32 bytes: the key.</summary>
    public byte[] Hash { get; set; } = [];

    /// <summary><see cref="Session.Id"/>.</summary>
    public string Id { get; set; } = "";

    /// <summary><see cref="Session.Subject"/>.</summary>
    public string Subject { get; set; } = "";

    /// <summary><see cref="Session.Methods"/> as a JSON array; null for none.</summary>
    public string? Methods { get; set; }

    /// <summary><see cref="Session.SignedInAt"/> in UTC ticks of 100 ns.</summary>
    public long SignedInAt { get; set; }

    /// <summary><see cref="Session.LastSeenAt"/> in UTC ticks.</summary>
    public long LastSeenAt { get; set; }

    /// <summary><see cref="Session.ExpiresAt"/> in UTC ticks; then the row is removed.</summary>
    public long ExpiresAt { get; set; }

    /// <summary>True when the session was ended. The row stays until it expires, so that a repeated save does not bring it back.</summary>
    public bool Ended { get; set; }

    /// <summary><see cref="Session.RemoteAddress"/>; null for none.</summary>
    public string? RemoteAddress { get; set; }

    /// <summary><see cref="Session.UserAgent"/>; null for none.</summary>
    public string? UserAgent { get; set; }

    /// <summary><see cref="Session.Properties"/> as a JSON object; null for none.</summary>
    public string? Properties { get; set; }

    /// <summary>The columns, in the order in which they are written and read.</summary>
    internal static Column<SessionRow>[] Shape { get; } =
    [
        Column.Bytes<SessionRow>(nameof(Hash), r => r.Hash, (r, v) => r.Hash = v),
        Column.Text<SessionRow>(nameof(Id), r => r.Id, (r, v) => r.Id = v),
        Column.Text<SessionRow>(nameof(Subject), r => r.Subject, (r, v) => r.Subject = v),
        Column.Text<SessionRow>(nameof(Methods), r => r.Methods, (r, v) => r.Methods = v),
        Column.Number<SessionRow>(nameof(SignedInAt), r => r.SignedInAt, (r, v) => r.SignedInAt = v),
        Column.Number<SessionRow>(nameof(LastSeenAt), r => r.LastSeenAt, (r, v) => r.LastSeenAt = v),
        Column.Number<SessionRow>(nameof(ExpiresAt), r => r.ExpiresAt, (r, v) => r.ExpiresAt = v),
        Column.Flag<SessionRow>(nameof(Ended), r => r.Ended, (r, v) => r.Ended = v),
        Column.Text<SessionRow>(nameof(RemoteAddress), r => r.RemoteAddress, (r, v) => r.RemoteAddress = v),
        Column.Text<SessionRow>(nameof(UserAgent), r => r.UserAgent, (r, v) => r.UserAgent = v),
        Column.Text<SessionRow>(nameof(Properties), r => r.Properties, (r, v) => r.Properties = v),
    ];

    internal static SessionRow Of(Session session) => new()
    {
        Hash = session.Hash.ToByteArray(),
        Id = session.Id,
        Subject = session.Subject,
        Methods = TextList.ToStore(session.Methods),
        SignedInAt = session.SignedInAt.UtcTicks,
        LastSeenAt = session.LastSeenAt.UtcTicks,
        ExpiresAt = session.ExpiresAt.UtcTicks,
        RemoteAddress = session.RemoteAddress?.ToString(),
        UserAgent = session.UserAgent,
        Properties = TextList.NullIfEmpty(session.Properties),
    };

    internal Session ToSession() => new()
    {
        Hash = SecretHash.FromBytes(Hash),
        Id = Id,
        Subject = Subject,
        Methods = TextList.FromStore(Methods),
        SignedInAt = Ticks.ToTime(SignedInAt),
        LastSeenAt = Ticks.ToTime(LastSeenAt),
        ExpiresAt = Ticks.ToTime(ExpiresAt),
        RemoteAddress = RemoteAddress is null ? null : IPAddress.Parse(RemoteAddress),
        UserAgent = UserAgent,
        Properties = OAuth2Server.Properties.FromStore(Properties),
    };
}
