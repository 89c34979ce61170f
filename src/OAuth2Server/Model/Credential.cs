namespace OAuth2Server;

/// <summary>Anything that is used once: an authorization code, a refresh token.</summary>
/// <remarks>A store keeps consumed ones too, with <see cref="ConsumedAt"/>: only so is a second use seen for what it is (RFC 9700 §4.14.2).</remarks>
public abstract record Credential
{
    /// <summary>The hash of the text that the client holds; the key of a look-up.</summary>
    public required SecretHash Hash { get; init; }

    /// <summary>The authorization it continues.</summary>
    public required Authorization Authorization { get; init; }

    /// <summary>From this tick on it is expired, UTC; null means never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was used, UTC; null while it is fresh.</summary>
    public DateTimeOffset? ConsumedAt { get; init; }

    /// <summary>The sealed answer to repeat to the client that uses it again at once; null for none.</summary>
    public Replay? Replay { get; init; }

    /// <summary>Additive data.</summary>
    public Properties Properties { get; init; } = Properties.Empty;

    /// <summary>The kind and the authorization's id: nothing secret.</summary>
    public sealed override string ToString() => $"{GetType().Name}({Authorization.Id})";

    /// <summary>True from <see cref="ExpiresAt"/> on.</summary>
    internal bool IsExpired(DateTimeOffset now) => ExpiresAt <= now || Authorization.EndsAt <= now;
}
