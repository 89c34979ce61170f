namespace OAuth2Server;

/// <summary>What a resource owner allowed a client once and need not be asked again.</summary>
public sealed record Consent
{
    /// <summary>The issuer that asked.</summary>
    public required string Issuer { get; init; }

    /// <summary>The resource owner.</summary>
    public required string Subject { get; init; }

    /// <summary>The client.</summary>
    public required string ClientId { get; init; }

    /// <summary>What was allowed.</summary>
    public required Scope Scope { get; init; }

    /// <summary>When it was allowed last, UTC.</summary>
    public required DateTimeOffset GrantedAt { get; init; }

    /// <summary>The key alone.</summary>
    public override string ToString() => $"Consent({Subject}, {ClientId})";
}
