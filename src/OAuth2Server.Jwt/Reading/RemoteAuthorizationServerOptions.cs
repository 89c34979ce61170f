namespace OAuth2Server.Jwt;

/// <summary>The settings of a <see cref="RemoteAuthorizationServer"/>.</summary>
public sealed class RemoteAuthorizationServerOptions
{
    /// <summary>The issuer whose tokens are accepted. Its metadata is at the well-known address of RFC 8414 §3.1, or else at that of OpenID
    /// Connect Discovery.</summary>
    /// <value>An https URL; http is for a loopback host only. It must be equal to <c>issuer</c> in the metadata, character by
    /// character.</value>
    public required string Issuer { get; init; }

    /// <summary>How the resource server asks about tokens that are no JWT; null accepts only JWTs.</summary>
    public IntrospectionOptions? Introspection { get; init; }

    /// <summary>Whether the authorization server is asked about JWTs too, so that revocation takes effect for them.</summary>
    /// <value>Default false: a JWT is verified with the keys, and valid until it expires.</value>
    public bool JwtsByIntrospection { get; init; }

    /// <summary>How far the clocks of both servers may differ.</summary>
    /// <value>0 to 5 minutes; default 30 seconds.</value>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an answer of the authorization server is waited for.</summary>
    /// <value>1 second to 1 minute; default 5 seconds.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The problems of the settings, each as a sentence; empty when there is none.</summary>
    public IEnumerable<string> Validate()
    {
        if (!RemoteServer.IsSafe(Issuer) || Issuer.Contains('?', StringComparison.Ordinal))
            yield return $"Authority '{Issuer}' must be an https URL without query and fragment; http is for a loopback host only.";
        if (ClockSkew < TimeSpan.Zero || ClockSkew > TimeSpan.FromMinutes(5)) yield return "ClockSkew must be from 0 to 5 minutes.";
        if (Timeout < TimeSpan.FromSeconds(1) || Timeout > TimeSpan.FromMinutes(1))
            yield return "Timeout must be from 1 second to 1 minute.";
        if (JwtsByIntrospection && Introspection is null) yield return "JwtsByIntrospection needs Introspection.";
        foreach (var problem in Introspection?.Validate() ?? []) yield return problem;
    }
}
