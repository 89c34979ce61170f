namespace OAuth2Server;

/// <summary>A remembered consent: what a resource owner allowed a client. The resource owner is not asked for it again.</summary>
public sealed record Consent
{
    /// <summary>The issuer that asked the resource owner.</summary>
    public required string Issuer { get; init; }

    /// <summary>The resource owner.</summary>
    public required string Subject { get; init; }

    /// <summary>The client.</summary>
    public required string ClientId { get; init; }

    /// <summary>What was allowed.</summary>
    public required Scope Scope { get; init; }

    /// <summary>When the resource owner last allowed it, UTC.</summary>
    public required DateTimeOffset GrantedAt { get; init; }

    /// <summary>The subject and the client id.</summary>
    public override string ToString() => $"Consent({Subject}, {ClientId})";
}
