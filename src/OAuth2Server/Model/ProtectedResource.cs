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

    /// <summary>The id of the client, one without grant types, as which the resource introspects tokens (RFC 7662): it sees those whose
    /// audience names <see cref="Resource"/>.</summary>
    /// <value>Default null: only a client whose id is <see cref="Resource"/>.</value>
    public string? ClientId { get; set; }

    /// <summary>The format of its access tokens; null takes that of the client, or else
    /// <see cref="OAuth2ServerOptions.AccessTokenFormat"/>.</summary>
    public AccessTokenFormat? AccessTokenFormat { get; set; }

    /// <summary>The algorithm that signs its JWT access tokens (RFC 7518 §3.1); null takes the default of the server.</summary>
    public string? SigningAlgorithm { get; set; }
}
