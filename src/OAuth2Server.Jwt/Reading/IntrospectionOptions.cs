namespace OAuth2Server.Jwt;

/// <summary>How a resource server asks the authorization server about access tokens (RFC 7662).</summary>
public sealed class IntrospectionOptions
{
    /// <summary>The id of the resource server as a client of the authorization server.</summary>
    /// <value>Required.</value>
    public string ClientId { get; set; } = "";

    /// <summary>Its secret, sent in the Authorization header (RFC 6749 §2.3.1).</summary>
    /// <value>Required.</value>
    public string ClientSecret { get; set; } = "";

    /// <summary>How long an answer is used again: a token that is revoked is accepted for at most this time more.</summary>
    /// <value>0 to 5 minutes; default 30 seconds, and never beyond the expiry of the token. 0 asks at each request.</value>
    public TimeSpan CacheFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether a token without an audience is refused (RFC 9700 §2.3): it may be meant for another resource server.</summary>
    /// <value>Default true. Set it to false for an authorization server that issues opaque tokens without an audience and describes tokens
    /// only to the resource servers that they are for.</value>
    public bool RequireAudience { get; set; } = true;

    /// <summary>The problems of the settings, each as a sentence; empty when there is none.</summary>
    public IEnumerable<string> Validate()
    {
        if (ClientId.Length == 0) yield return "Introspection.ClientId is missing.";
        if (ClientSecret.Length == 0) yield return "Introspection.ClientSecret is missing.";
        if (CacheFor < TimeSpan.Zero || CacheFor > TimeSpan.FromMinutes(5))
            yield return "Introspection.CacheFor must be from 0 to 5 minutes.";
    }
}
