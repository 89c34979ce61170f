namespace OAuth2Server;

/// <summary>The resource server of RFC 6750: is a request allowed by the access token that it carries?</summary>
public sealed class ResourceServer
{
    private readonly OAuthEnvironment _environment;
    private readonly BearerAuthentication _bearer;

    /// <summary>Makes a resource server with the default parts.</summary>
    /// <param name="model">Looks up access tokens.</param>
    /// <param name="options">The settings of the server that issues them.</param>
    /// <exception cref="ArgumentException">A setting is wrong; the message says which and why.</exception>
    public ResourceServer(IAccessTokenModel model, OAuth2ServerOptions options) : this(model, new OAuthEnvironment(options))
    {
    }

    /// <summary>Makes a resource server.</summary>
    /// <param name="model">Looks up access tokens.</param>
    /// <param name="environment">What lasts as long as the application; share it with the authorization server.</param>
    /// <param name="scopes">The scope policy; null takes the model's, if it implements <see cref="IScopeVerifier"/>, and otherwise
    /// <see cref="AllRequiredScopes"/>.</param>
    /// <param name="proofs">Verifies the keys that tokens are bound to; null refuses bound tokens.</param>
    public ResourceServer(
        IAccessTokenModel model, OAuthEnvironment environment, IScopeVerifier? scopes = null,
        IEnumerable<IProofOfPossession>? proofs = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(environment);
        _environment = environment;
        _bearer = new(new AccessTokenLookUp(model, environment.Options), scopes ?? model as IScopeVerifier, [.. proofs ?? []]);
    }

    /// <summary>Makes a resource server that has no model: its tokens are signed, or another process describes them.</summary>
    /// <param name="reader">Reads access tokens.</param>
    /// <param name="environment">What lasts as long as the application. Its issuer is the one whose tokens are accepted.</param>
    /// <param name="scopes">The scope policy; null takes <see cref="AllRequiredScopes"/>.</param>
    /// <param name="proofs">Verifies the keys that tokens are bound to; null refuses bound tokens.</param>
    public ResourceServer(
        IAccessTokenReader reader, OAuthEnvironment environment, IScopeVerifier? scopes = null,
        IEnumerable<IProofOfPossession>? proofs = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(environment);
        _environment = environment;
        _bearer = new(reader, scopes, [.. proofs ?? []]);
    }

    private ResourceServer(OAuthEnvironment environment, BearerAuthentication bearer) => (_environment, _bearer) = (environment, bearer);

    /// <summary>The same resource server with more kinds of keys that tokens may be bound to.</summary>
    /// <param name="proofs">Verifies the keys; each takes the place of an earlier one of its <see cref="IProofOfPossession.Kind"/>.</param>
    public ResourceServer With(params IEnumerable<IProofOfPossession> proofs)
    {
        ArgumentNullException.ThrowIfNull(proofs);
        return new(_environment, _bearer.With(proofs));
    }

    /// <summary>The same resource server, which refuses the tokens that are bound to a kind of key.</summary>
    /// <param name="kind">The <see cref="IProofOfPossession.Kind"/>: <c>jkt</c>, <c>x5t#S256</c>. One that it does not verify changes
    /// nothing.</param>
    public ResourceServer Without(string kind)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        return new(_environment, _bearer.Without(kind));
    }

    /// <summary>Authenticates a request by its access token (RFC 6750 §2, RFC 9449 §7).</summary>
    /// <param name="request">Any request. The token is taken from the Authorization header, or from <c>access_token</c> in a form (§2.2);
    /// never from the query (RFC 9700 §4.3.2).</param>
    /// <param name="required">The required scope; <see cref="Scope.Empty"/> for none.</param>
    /// <param name="resource">This resource's identifier: a token with an audience must name it (RFC 8707). Null accepts only tokens
    /// without audience.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>The token, or an error whose status and headers are the answer to send: a bare challenge, <c>invalid_request</c> (400),
    /// <c>invalid_token</c> (401),
    /// <c>insufficient_scope</c> (403), <c>server_error</c> (500); for a token that is bound to a key also what the proof is refused with,
    /// <c>invalid_dpop_proof</c> or <c>use_dpop_nonce</c> (401). Use the other overload where proofs need a nonce: the answer gets the
    /// headers of <see cref="OAuthContext.ResponseHeaders"/>.</returns>
    public ValueTask<Outcome<AccessToken>> AuthenticateAsync(
        OAuthRequest request, Scope required, string? resource = null, CancellationToken ct = default) =>
        AuthenticateAsync(_environment.Begin(request), required, resource, ct);

    /// <summary>Authenticates a request that was started before.</summary>
    /// <param name="context">The request.</param>
    /// <param name="required">The required scope.</param>
    /// <param name="resource">This resource's identifier, or null.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>As the other overload.</returns>
    public ValueTask<Outcome<AccessToken>> AuthenticateAsync(
        OAuthContext context, Scope required, string? resource = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(required);
        return _bearer.AuthenticateAsync(required, resource, context, ct);
    }

    /// <summary>Decides whether a token that was found valid has a scope.</summary>
    /// <param name="token">What <see cref="AuthenticateAsync(OAuthContext, Scope, string?, CancellationToken)"/> returned.</param>
    /// <param name="required">The required scope.</param>
    /// <param name="context">The request that the token came with.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>Null when it has; otherwise <c>insufficient_scope</c> (403) or <c>server_error</c> (500), with the headers to
    /// send.</returns>
    public ValueTask<OAuthError?> VerifyScopeAsync(AccessToken token, Scope required, OAuthContext context, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(required);
        ArgumentNullException.ThrowIfNull(context);
        return _bearer.VerifyScopeAsync(token, required, context, ct);
    }

    /// <summary>Decides whether the user of a token that was found valid signed in as a request needs it (RFC 9470).</summary>
    /// <remarks>A token without <c>acr</c> or <c>auth_time</c>, and one that a client got for itself, is not sufficient.</remarks>
    /// <param name="token">What <see cref="AuthenticateAsync(OAuthContext, Scope, string?, CancellationToken)"/> returned.</param>
    /// <param name="required">The required sign-in.</param>
    /// <param name="context">The request that the token came with.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>Null when it is sufficient; otherwise <c>insufficient_user_authentication</c> (401), with the headers to send: the
    /// challenge has <c>acr_values</c> and <c>max_age</c> (§3).</returns>
    public ValueTask<OAuthError?> VerifyAuthenticationAsync(
        AccessToken token, RequiredAuthentication required, OAuthContext context, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(required);
        ArgumentNullException.ThrowIfNull(context);
        return _bearer.VerifyAuthenticationAsync(token, required, context, ct);
    }

    /// <summary>The answer to a request that was refused: the status, the challenge, and the error in JSON where something that was sent is
    /// wrong.</summary>
    /// <param name="error">The error.</param>
    /// <param name="request">The request.</param>
    public static OAuthResponse Refuse(OAuthError error, OAuthRequest request)
    {
        ArgumentNullException.ThrowIfNull(error);
        ArgumentNullException.ThrowIfNull(request);
        return error.Code.Length == 0
            ? new(error.Status, error.Headers, default) { Error = error }
            : OAuthResponse.Json(error, request.CorrelationId);
    }

    /// <summary>The answer to a request that was refused, with challenges that say more than the error's own.</summary>
    /// <param name="error">The error; one with a status of 500 or more gets no challenge.</param>
    /// <param name="context">The request.</param>
    /// <param name="challenge">What the challenge of each accepted scheme says.</param>
    public OAuthResponse Refuse(OAuthError error, OAuthContext context, BearerChallenge challenge)
    {
        ArgumentNullException.ThrowIfNull(error);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(challenge);
        return Refuse(_bearer.Challenged(error, context, challenge), context.Request);
    }
}
