namespace OAuth2Server;

/// <summary>The input of a grant.</summary>
public sealed class GrantRequest
{
    /// <summary>The request and its surroundings.</summary>
    public required OAuthContext Context { get; init; }

    /// <summary>The client, authenticated and registered for the grant type.</summary>
    public required Client Client { get; init; }

    /// <summary>The <c>scope</c> parameter; null when it was omitted.</summary>
    public Scope? Scope { get; init; }

    /// <summary>The key that the request proves, to which the new tokens are bound; <see cref="TokenBinding.None"/> when it proves
    /// none.</summary>
    public TokenBinding Binding => Keys.Bound ?? TokenBinding.None;

    /// <summary>The keys that the request proves.</summary>
    internal ProvenKeys Keys { get; init; } = ProvenKeys.None;

    /// <summary>The value of a parameter; null when it is omitted or empty.</summary>
    /// <param name="name">The parameter's name.</param>
    public string? this[string name] => Context[name];

    /// <summary>True when an authorization was granted to this client by this issuer: no other client may use its credentials (RFC 6749
    /// §4.1.3, §6).</summary>
    /// <param name="authorization">The authorization of a credential.</param>
    public bool Owns(Authorization authorization)
    {
        ArgumentNullException.ThrowIfNull(authorization);
        return authorization.ClientId == Client.Id && authorization.Issuer == Context.Issuer;
    }

    /// <summary>The client and the grant type: parameters may be secret.</summary>
    public override string ToString() => $"{this["grant_type"]} of {Client}";
}
