namespace OAuth2Server;

/// <summary>A protected resource that a client may name in the <c>resource</c> parameter (RFC 8707).</summary>
public sealed class ProtectedResource
{
    /// <summary>Its identifier: an absolute URI without fragment. This spelling is written to tokens.</summary>
    /// <remarks>A request may write scheme and host in other case, the port of the scheme, and a slash for an empty path:
    /// <c>https://api.example.com/</c> for <c>https://api.example.com</c>. Nothing else may differ.</remarks>
    public string Resource { get; set; } = "";

    /// <summary>The scope names that this resource uses; a token for it gets no others. Empty means all.</summary>
    public IList<string> Scopes { get; set; } = [];

    /// <summary>The id of the client as which the resource introspects tokens (RFC 7662): it sees those whose audience names
    /// <see cref="Resource"/>. It has no grant types, unless it exchanges the tokens that it is sent (RFC 8693).</summary>
    /// <value>Default null: only a client whose id is <see cref="Resource"/>.</value>
    public string? ClientId { get; set; }

    /// <summary>The format of its access tokens; null takes that of the client, or else
    /// <see cref="OAuth2ServerOptions.AccessTokenFormat"/>.</summary>
    public AccessTokenFormat? AccessTokenFormat { get; set; }

    /// <summary>The algorithm that signs its JWT access tokens, and its introspection answers if they are JWTs (RFC 7518 §3.1).</summary>
    /// <value><c>ES256</c>, <c>ES384</c>, <c>RS256</c> or <c>PS256</c>. Default null: <c>ES256</c> for access tokens, <c>RS256</c> for
    /// introspection answers (RFC 9701 §6).</value>
    public string? SigningAlgorithm { get; set; }

    // The names are compared exactly: "es256" is no algorithm (RFC 8725 §3.1).
    internal IEnumerable<string> Validate()
    {
        if (!ResourceUri.IsValid(Resource)) yield return $"Resources holds '{Resource}', which is no absolute URI without fragment " +
            $"(RFC 8707 §2).";
        if (AccessTokenFormat is { } format && !Enum.IsDefined(format))
            yield return $"AccessTokenFormat {format} of the resource '{Resource}' does not exist: write Opaque or Jwt.";
        if (SigningAlgorithm is not (null or "ES256" or "ES384" or "RS256" or "PS256"))
            yield return $"SigningAlgorithm '{SigningAlgorithm}' of the resource '{Resource}' must be ES256, ES384, RS256 or PS256.";
    }
}
