namespace OAuth2Server;

/// <summary>The parameters of an authorization request that the client sent to the server itself, and not through the browser (RFC
/// 9126).</summary>
public sealed record PushedRequest
{
    /// <summary>The hash of the reference that the client holds, the last part of its <c>request_uri</c>; the key of a look-up.</summary>
    public required SecretHash Hash { get; init; }

    /// <summary>The issuer that it was sent to.</summary>
    public required string Issuer { get; init; }

    /// <summary>The client that sent it, and the only one that may use it (§7.3).</summary>
    public required string ClientId { get; init; }

    /// <summary>The parameters in the form <c>application/x-www-form-urlencoded</c>; no client credentials among them.</summary>
    public required string Parameters { get; init; }

    /// <summary>When it expires, UTC: at this time it is expired. Until the browser's first visit this is the lifetime in the answer to
    /// the client (<c>expires_in</c>); the visit moves it, so that the user has time to sign in.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When the browser came with it first, UTC; null until then.</summary>
    public DateTimeOffset? VisitedAt { get; init; }

    /// <summary>When a code was issued for it, or the user denied it, UTC; null until then. It gives one answer.</summary>
    public DateTimeOffset? ConsumedAt { get; init; }

    /// <summary>Additional data: what the server found in the headers of the client, for instance the key of a DPoP proof (RFC 9449
    /// §10.1).</summary>
    public Properties Properties { get; init; } = Properties.Empty;

    /// <summary>The client only: the parameters may hold secrets of the client.</summary>
    public override string ToString() => $"PushedRequest({ClientId})";
}
