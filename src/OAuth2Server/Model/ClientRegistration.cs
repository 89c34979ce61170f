namespace OAuth2Server;

/// <summary>A client that registered itself (RFC 7591), as a store keeps it.</summary>
public sealed record ClientRegistration
{
    /// <summary>The client.</summary>
    public required Client Client { get; init; }

    /// <summary>The hash of its secret; null for a client without one.</summary>
    public SecretHash? Secret { get; init; }

    /// <summary>The hash of the registration access token, with which the client reads, replaces and deletes its registration (RFC 7592
    /// §3).</summary>
    public required SecretHash AccessToken { get; init; }

    /// <summary>When it registered, UTC (<c>client_id_issued_at</c>).</summary>
    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>The client only.</summary>
    public override string ToString() => $"ClientRegistration({Client.Id})";
}
