using Microsoft.AspNetCore.Authentication;
using OAuth2Server.Jwt;

namespace OAuth2Server.AspNetCore;

/// <summary>Settings of bearer authentication.</summary>
public sealed class OAuth2BearerOptions : AuthenticationSchemeOptions
{
    /// <summary>The issuer of the tokens, when it is another process: its JWTs are verified with its keys (RFC 9068 §4), and other tokens
    /// by introspection where <see cref="Introspection"/> is set.</summary>
    /// <value>Default null: tokens are looked up in the model of this process. Otherwise an https URL, http for a loopback host only;
    /// equal to <c>issuer</c> in the metadata of the server, character by character.</value>
    public string? Authority { get; set; }

    /// <summary>The identifier of this resource (RFC 8707): a token with an audience must name it.</summary>
    /// <value>Default null: tokens with an audience are refused. Required with <see cref="Authority"/>.</value>
    public string? Resource { get; set; }

    /// <summary>How to ask the authorization server about tokens that are no JWT (RFC 7662).</summary>
    /// <value>Default null: only JWTs are accepted. It needs <see cref="Authority"/>.</value>
    public IntrospectionOptions? Introspection { get; set; }

    /// <summary>Whether the authorization server is asked about JWTs too, so that revocation takes effect for them.</summary>
    /// <value>Default false: a JWT is valid until it expires. It needs <see cref="Introspection"/>.</value>
    public bool JwtsByIntrospection { get; set; }

    /// <summary>How far the clock of the authorization server may differ.</summary>
    /// <value>0 to 5 minutes; default 30 seconds. It has no effect without <see cref="Authority"/>.</value>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an answer of the authorization server is waited for.</summary>
    /// <value>1 second to 1 minute; default 5 seconds.</value>
    public TimeSpan BackchannelTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Sends the requests to the authorization server, for a proxy or a certificate of your own. It must not follow
    /// redirects.</summary>
    /// <value>Default null: a handler of the library.</value>
    public HttpMessageHandler? BackchannelHttpHandler { get; set; }

    /// <summary>How tokens that are bound to a key are accepted with a DPoP proof (RFC 9449 §7). Proofs are for addresses with the scheme,
    /// host and port of <see cref="Resource"/>; without it, of the request, after trusted proxies.</summary>
    /// <value>Default: accepted beside bearer tokens, without nonces; with the model of this process only if the server has
    /// <c>AddDPoP</c>. Set <see cref="DPoPOptions.RequireProof"/> to refuse tokens without a key. Null refuses tokens that are bound
    /// to a DPoP key.</value>
    public DPoPOptions? DPoP { get; set; } = new();

    /// <summary>Whether tokens that are bound to a certificate are accepted, on requests with that certificate (RFC 8705 §3): that of the
    /// TLS connection (<see cref="MutualTlsConnections"/>), or of a trusted proxy (<see cref="ClientCertificateHeaderExtensions"/>).
    /// </summary>
    /// <value>Default false: they are refused, except in an application that has <c>AddMutualTls</c>.</value>
    public bool TlsClientCertificateBoundAccessTokens { get; set; }

    /// <summary>Whether <c>access_token</c> is also taken from a form (RFC 6750 §2.2).</summary>
    /// <value>Default false: only the Authorization header.</value>
    public bool AllowFormParameter { get; set; }

    /// <summary>Whether answers name the scope that was required, in <c>X-Accepted-OAuth-Scopes</c>.</summary>
    /// <value>Default false.</value>
    public bool AddAcceptedScopesHeader { get; set; }

    /// <summary>Whether answers name the scope of the token, in <c>X-OAuth-Scopes</c>.</summary>
    /// <value>Default false.</value>
    public bool AddAuthorizedScopesHeader { get; set; }

    /// <summary>Checks the settings.</summary>
    /// <exception cref="InvalidOperationException">A setting is wrong; the message says which and why.</exception>
    public override void Validate()
    {
        base.Validate();
        if (Problems().ToArray() is { Length: > 0 } problems)
            throw new InvalidOperationException("The options of AddOAuth2Bearer are wrong. " + string.Join(' ', problems));
    }

    internal RemoteAuthorizationServerOptions ToRemote(string authority) => new()
    {
        Issuer = authority,
        Introspection = Introspection,
        JwtsByIntrospection = JwtsByIntrospection,
        ClockSkew = ClockSkew,
        Timeout = BackchannelTimeout,
    };

    private IEnumerable<string> Problems()
    {
        if (Resource is not null && !ResourceAddress.IsIdentifier(Resource))
            yield return $"Resource '{Resource}' must be an absolute URI without fragment (RFC 8707 §2).";
        foreach (var problem in DPoP?.Validate() ?? []) yield return "DPoP." + problem;
        if (Authority is null)
        {
            if (Introspection is not null || JwtsByIntrospection) yield return "Introspection needs Authority.";
            yield break;
        }
        if (Resource is null) yield return "Resource is missing: a token of another process must name it as its audience (RFC 9068 §4).";
        foreach (var problem in ToRemote(Authority).Validate()) yield return problem;
    }
}
