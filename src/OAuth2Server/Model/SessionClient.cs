namespace OAuth2Server;

/// <summary>That a client signed a user in in a session. When the session ends, it is the entry of a queue: what must be done at the
/// client.</summary>
public sealed record SessionClient
{
    /// <summary>The session: <see cref="Session.Id"/>.</summary>
    public required string SessionId { get; init; }

    /// <summary>The user: <see cref="Session.Subject"/>.</summary>
    public required string Subject { get; init; }

    /// <summary>The client: <see cref="Client.Id"/>.</summary>
    public required string ClientId { get; init; }

    /// <summary>The issuer at which the client signed the user in.</summary>
    public required string Issuer { get; init; }

    /// <summary>How often the record was taken from the queue.</summary>
    public int Attempts { get; init; }

    /// <summary>From when on it may be taken from the queue, UTC; null while the session has not been ended.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The session and the client.</summary>
    public override string ToString() => $"SessionClient({SessionId}, {ClientId})";
}
