using System.Collections.Immutable;
using System.Net;

namespace OAuth2Server;

/// <summary>The session of a signed-in user in one browser, as the authorization server keeps it.</summary>
public sealed record Session
{
    /// <summary>The public id of the session, safe to log and to show to its user; it does not open the session.</summary>
    public required string Id { get; init; }

    /// <summary>The hash of the text that the cookie of the browser has; the key of a look-up.</summary>
    public required SecretHash Hash { get; init; }

    /// <summary>The user: <see cref="User.Id"/>.</summary>
    public required string Subject { get; init; }

    /// <summary>How the user signed in, by the names of RFC 8176 (<c>amr</c>), for instance <c>pwd</c>.</summary>
    public ImmutableArray<string> Methods { get; init; } = [];

    /// <summary>When the user signed in, UTC (<c>auth_time</c>).</summary>
    public required DateTimeOffset SignedInAt { get; init; }

    /// <summary>When a request of the session was last recorded, UTC.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>When it expires, UTC: at this time it is expired, used or not.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The address of the browser when it was last recorded; null if it is not known.</summary>
    public IPAddress? RemoteAddress { get; init; }

    /// <summary>The header <c>User-Agent</c> of the browser at the sign-in; null if it had none.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Additional data.</summary>
    public Properties Properties { get; init; } = Properties.Empty;

    /// <summary>The id only.</summary>
    public override string ToString() => $"Session({Id})";
}
