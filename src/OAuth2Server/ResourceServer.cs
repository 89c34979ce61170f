using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace OAuth2Server;

/// <summary>The resource server of RFC 6750: is this request allowed by the access token it carries?</summary>
public sealed class ResourceServer
{
    private readonly IAccessTokenModel _model;
    private readonly IScopeVerifier _scopes;
    private readonly EndpointCalls _calls;

    /// <summary>Puts a resource server together.</summary>
    /// <param name="model">Where the access tokens are.</param>
    /// <param name="options">The settings of the server that issues them.</param>
    /// <param name="policies">Policies that win over the model's; null for none.</param>
    /// <param name="clock">The clock; null takes the system's.</param>
    /// <param name="logger">The log; null keeps silent.</param>
    /// <exception cref="ArgumentException">A setting is wrong; the message says which and why.</exception>
    public ResourceServer(IAccessTokenModel model, OAuth2ServerOptions options, Policies? policies = null, TimeProvider? clock = null, ILogger<ResourceServer>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        options.EnsureValid();
        _model = model;
        _scopes = policies?.ScopeVerifier ?? model as IScopeVerifier ?? new AllRequiredScopes();
        _calls = new(options, clock ?? TimeProvider.System, new(logger ?? NullLogger<ResourceServer>.Instance));
    }

    /// <summary>Authenticates a request by its bearer token (RFC 6750 §2).</summary>
    /// <param name="request">Any request. The token is taken from the Authorization header, or from <c>access_token</c> in a form (§2.2); never from the query (RFC 9700 §4.3.2).</param>
    /// <param name="required">The scope that is needed; <see cref="Scope.Empty"/> for none.</param>
    /// <param name="resource">This resource's identifier: a token with an audience must name it (RFC 8707). Null accepts only tokens without audience.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    /// <returns>The token, or an error whose status and headers are the answer to send: a bare challenge, <c>invalid_request</c> (400), <c>invalid_token</c> (401), <c>insufficient_scope</c> (403), <c>server_error</c> (500).</returns>
    public ValueTask<Outcome<AccessToken>> AuthenticateAsync(OAuthRequest request, Scope required, string? resource = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(required);
        return _calls.RunAsync(EndpointName.Resource, request, FindAndVerifyAsync, ct);

        async ValueTask<Outcome<AccessToken>> FindAndVerifyAsync(OAuthContext context, CancellationToken ct) =>
            (await FindAsync(resource, context, ct)).IsError(out var error, out var token) ? Challenged(error, required, context) : await VerifiedAsync(token, required, context, ct);
    }

    /// <summary>Decides whether a token that was found valid is good for a scope.</summary>
    /// <param name="token">What <see cref="AuthenticateAsync"/> gave.</param>
    /// <param name="required">The scope that is needed.</param>
    /// <param name="request">The request that the token came with.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    /// <returns>Null when it is; otherwise <c>insufficient_scope</c> (403) or <c>server_error</c> (500), with the headers to send.</returns>
    public async ValueTask<OAuthError?> VerifyScopeAsync(AccessToken token, Scope required, OAuthRequest request, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(required);
        return (await _calls.RunAsync(EndpointName.Scope, request, (context, ct) => VerifiedAsync(token, required, context, ct), ct)).IsError(out var error, out _) ? error : null;
    }

    /// <summary>The answer to a request that was refused: the status, the challenge, and the error in JSON where something that was sent is wrong.</summary>
    /// <param name="error">What <see cref="AuthenticateAsync"/> or <see cref="VerifyScopeAsync(AccessToken, Scope, OAuthRequest, CancellationToken)"/> gave.</param>
    /// <param name="request">The request.</param>
    public static OAuthResponse Refuse(OAuthError error, OAuthRequest request)
    {
        ArgumentNullException.ThrowIfNull(error);
        ArgumentNullException.ThrowIfNull(request);
        return error.Code.Length == 0 ? new(error.Status, error.Headers, default) { Error = error } : Responses.Json(error, request.CorrelationId);
    }

    private async ValueTask<Outcome<AccessToken>> FindAsync(string? resource, OAuthContext context, CancellationToken ct)
    {
        if (BearerToken.Read(context.Request).IsError(out var error, out var secret)) return error;
        if (await _model.GetAccessTokenAsync(secret, context, ct) is not { } token) return OAuthError.InvalidToken("The access token is not valid.", "It is unknown or revoked.");
        context.ClientId = token.Authorization.ClientId;

        if (token.Authorization.Issuer != context.Issuer) return OAuthError.InvalidToken("The access token is not valid.", "Another issuer made it.");
        if (token.ExpiresAt <= context.Now) return OAuthError.InvalidToken("The access token is expired.");
        if (!token.Audience.IsEmpty && (resource is null || !token.Audience.Contains(resource, StringComparer.Ordinal)))
            return OAuthError.InvalidToken("The access token is not valid.", "It is meant for another resource (RFC 8707 §2). Tell this resource server its own identifier if it should take such tokens.");
        return token;
    }

    private async ValueTask<Outcome<AccessToken>> VerifiedAsync(AccessToken token, Scope required, OAuthContext context, CancellationToken ct)
    {
        if (required.IsEmpty || await _scopes.VerifyScopeAsync(token, required, context, ct)) return token;
        context.ClientId = token.Authorization.ClientId;
        return Challenged(OAuthError.InsufficientScope("The request needs more scope than the access token has."), required, context);
    }

    private static OAuthError Challenged(OAuthError error, Scope required, OAuthContext context) =>
        error.WithChallenge(error.Status, BearerToken.Challenge(error, required, context.Issuer));
}
