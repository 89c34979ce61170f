namespace OAuth2Server;

/// <summary>A text that can be used once: an authorization code, a refresh token or a device code.</summary>
/// <remarks>
/// A store also keeps consumed credentials, with <see cref="ConsumedAt"/>:
/// otherwise the server cannot detect a second use (RFC 9700 §4.14.2).
/// </remarks>
public abstract record Credential
{
    /// <summary>The hash of the text that the client holds; the key of a look-up.</summary>
    public required SecretHash Hash { get; init; }

    /// <summary>The authorization that it belongs to.</summary>
    public required Authorization Authorization { get; init; }

    /// <summary>When it expires, UTC: at this time it is expired; null means never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was consumed, UTC; null until then.</summary>
    public DateTimeOffset? ConsumedAt { get; init; }

    /// <summary>The sealed answer for a client that soon repeats its request; null for none.</summary>
    public Replay? Replay { get; init; }

    /// <summary>Additional data.</summary>
    public Properties Properties { get; init; } = Properties.Empty;

    /// <summary>The kind and the id of the authorization: nothing secret.</summary>
    public sealed override string ToString() => $"{GetType().Name}({Authorization.Id})";

    /// <summary>True from <see cref="ExpiresAt"/> on, and from the end of the authorization on.</summary>
    internal bool IsExpired(DateTimeOffset now) => ExpiresAt <= now || Authorization.EndsAt <= now;
}
