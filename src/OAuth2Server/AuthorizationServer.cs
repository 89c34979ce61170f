using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace OAuth2Server;

/// <summary>The authorization server of RFC 6749: one method per endpoint, each from a request to a response.</summary>
/// <remarks>It needs no web framework: give it an <see cref="OAuthRequest"/>, send the <see cref="OAuthResponse"/>. It never throws for what a stranger sends or a model does.</remarks>
public sealed partial class AuthorizationServer
{
    private readonly OAuth2ServerOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly BruteForceShield? _shield;
    private readonly TokenEndpoint _token;
    private readonly AuthorizationEndpoint? _authorization;
    private readonly RevocationEndpoint? _revocation;
    private readonly IntrospectionEndpoint? _introspection;
    private readonly MetadataEndpoint _metadata;

    /// <summary>Puts a server together.</summary>
    /// <param name="model">Your model.</param>
    /// <param name="options">The settings.</param>
    /// <param name="grants">The grants to serve; each takes the model interface it needs in its constructor.</param>
    /// <param name="clientAuthentication">How clients may authenticate; null: <see cref="ClientSecretBasic"/>, <see cref="ClientSecretPost"/> and <see cref="NoClientAuthentication"/>.</param>
    /// <param name="policies">Policies that win over the model's; null for none.</param>
    /// <param name="clock">The clock; null takes the system's.</param>
    /// <param name="logger">The log; null keeps silent.</param>
    /// <param name="shield">What slows down guessing; null makes one for this server alone. Give it one where a server lives no longer than a request, or a sign-in page of yours counts with it.</param>
    /// <exception cref="ArgumentException">A setting is wrong; the message says which and why.</exception>
    public AuthorizationServer(
        IOAuthModel model,
        OAuth2ServerOptions options,
        IEnumerable<IGrant> grants,
        IEnumerable<IClientAuthenticationMethod>? clientAuthentication = null,
        Policies? policies = null,
        TimeProvider? clock = null,
        ILogger<AuthorizationServer>? logger = null,
        BruteForceShield? shield = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        options.EnsureValid();

        _options = options;
        _clock = clock ?? TimeProvider.System;
        _log = logger ?? NullLogger<AuthorizationServer>.Instance;
        _shield = options.BruteForceShield ? shield ?? new(_clock) : null;

        IGrant[] served = [.. grants];
        var scopes = policies?.ScopeValidator ?? model as IScopeValidator ?? new RegisteredScope(Scope.Of(options.DefaultScopes));
        var generator = policies?.TokenGenerator ?? model as ITokenGenerator ?? new RandomTokenGenerator();
        var redirectUris = policies?.RedirectUriPolicy ?? model as IRedirectUriPolicy ?? new RegisteredRedirectUris();
        var refreshes = model is IRefreshTokenModel && Serves(served, RefreshTokenGrant.Name);
        var issuer = new TokenIssuer(model, options, scopes, generator, refreshes);

        IClientAuthenticationMethod[] methods = [.. clientAuthentication ?? [new ClientSecretBasic(model), new ClientSecretPost(model), new NoClientAuthentication(model)]];
        var clients = new ClientAuthentication(methods);

        _token = new(clients, served, issuer);
        if (model is IAuthorizationCodeModel codes && Serves(served, AuthorizationCodeGrant.Name))
            _authorization = new(codes, options, redirectUris, scopes, generator, issuer);
        if (model is IDeviceCodeModel devices && Serves(served, DeviceCodeGrant.Name))
            (_deviceAuthorization, _deviceVerification) = (new(clients, devices, options, scopes, issuer, _log), new(devices, options, scopes));
        if (model is IRevocationModel revocations) _revocation = new(revocations, clients, _log);
        if (model is IAccessTokenModel) _introspection = new(model, options, clients, _log);
        _metadata = new(options, _clock, new()
        {
            Authorizes = _authorization is not null,
            Revokes = _revocation is not null,
            Introspects = _introspection is not null,
            AllowsPlainPkce = options.AllowPlainPkce,
            GrantTypes = [.. served.Select(grant => grant.GrantType)],
            AuthenticationMethods = [.. methods.Select(method => method.Name)],
        });
    }

    /// <summary>The token endpoint (RFC 6749 §3.2).</summary>
    /// <param name="request">A POST with a form.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    /// <returns>200 with tokens, or an error in JSON (§5.2): <c>invalid_request</c>, <c>invalid_client</c>, <c>invalid_grant</c>, <c>unauthorized_client</c>, <c>unsupported_grant_type</c>, <c>invalid_scope</c>, <c>invalid_target</c>, <c>server_error</c>, <c>temporarily_unavailable</c> (429, 503).</returns>
    public async ValueTask<OAuthResponse> TokenAsync(OAuthRequest request, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        OAuthContext? context = null;
        try
        {
            context = ContextOf(request);
            if (!(await _token.HandleAsync(context, ct)).IsError(out var error, out var issued))
            {
                LogIssued(issued, context);
                return Responses.Json(issued.Answer);
            }
            _log.Refused("Token", error, context);
            return Responses.Json(error, request.CorrelationId);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            _log.Failed(e, "Token", request.CorrelationId);
            return Responses.Json(OAuthError.ServerError(), request.CorrelationId);
        }
    }

    /// <summary>The first half of the authorization endpoint (RFC 6749 §3.1): is the request good, and whom may it be answered to?</summary>
    /// <param name="request">A GET with a query or a POST with a form.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    /// <returns>A valid request, to be shown to the resource owner and completed; or an error page, as long as the redirect URI is not proven; or an error redirect.</returns>
    public async ValueTask<AuthorizationStep> AuthorizeAsync(OAuthRequest request, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        OAuthContext? context = null;
        AuthorizationEndpoint.Target? target = null;
        try
        {
            context = ContextOf(request);
            if (_authorization is null) return Shown(OAuthError.UnsupportedResponseType("The server issues no authorization codes."), context);
            if ((await _authorization.FindTargetAsync(context, ct)).IsError(out var shown, out target)) return Shown(shown, context);
            return (await _authorization.ValidateAsync(target, context, ct)).IsError(out var error, out var valid)
                ? new(Redirected(error, target.RedirectUri, target.State, context))
                : new(valid);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            _log.Failed(e, "Authorization", request.CorrelationId);
            return target is null || context is null
                ? new(ErrorPage.For(OAuthError.ServerError(), request.CorrelationId))
                : new(AuthorizationRedirect.WithError(target.RedirectUri, OAuthError.ServerError(), target.State, context));
        }
    }

    /// <summary>The second half: the resource owner has answered.</summary>
    /// <param name="request">What <see cref="AuthorizeAsync"/> gave, lately.</param>
    /// <param name="decision">The answer. Take it only from a form that is safe from forgery (RFC 6749 §10.12).</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    /// <exception cref="ArgumentException">The user of an allowing decision has no id.</exception>
    /// <returns>A redirect to the client with a code, or with <c>access_denied</c>, <c>invalid_scope</c> or <c>server_error</c>.</returns>
    public async ValueTask<OAuthResponse> CompleteAsync(AuthorizationRequest request, Decision decision, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(decision);
        EnsureSomebodyAllows(decision);
        // The issuer is the one that the request was found valid for: whoever resolves it is not asked twice.
        var context = new OAuthContext { Request = request.Original, Issuer = request.Issuer, Now = _clock.GetUtcNow(), ClientId = request.Client.Id };
        try
        {
            if ((await _authorization!.CompleteAsync(request, decision, context, ct)).IsError(out var error, out var code))
                return Redirected(error, request.RedirectUri, request.State, context);
            _log.CodeIssued(request.Client.Id, (decision as Decision.Allowed)?.User.Id, context.CorrelationId);
            return AuthorizationRedirect.WithCode(request.RedirectUri, code, request.State, context.Issuer);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            _log.Failed(e, "Authorization", context.CorrelationId);
            return AuthorizationRedirect.WithError(request.RedirectUri, OAuthError.ServerError(), request.State, context);
        }
    }

    private static void EnsureSomebodyAllows(Decision decision)
    {
        if (decision is Decision.Allowed { User.Id.Length: 0 }) throw new ArgumentException("Whoever allows a request has an id: User.None cannot.", nameof(decision));
    }

    /// <summary>The revocation endpoint (RFC 7009): a client says that it no longer wants a token. A refresh token ends with its whole authorization, an access token alone.</summary>
    /// <param name="request">A POST with a form.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    /// <returns>200 with <c>{}</c>, also for an unknown token; or an error in JSON: <c>invalid_request</c>, <c>invalid_client</c>, <c>invalid_grant</c> for another client's token, <c>server_error</c>; 404 when the model is no <see cref="IRevocationModel"/>.</returns>
    public ValueTask<OAuthResponse> RevokeAsync(OAuthRequest request, CancellationToken ct = default) =>
        AnswerAsync("Revocation", request, context => _revocation?.HandleAsync(context, ct) ?? new(Refusals.NoSuchEndpoint(nameof(IRevocationModel))), ct);

    /// <summary>The introspection endpoint (RFC 7662): a resource server, or the client that holds it, asks what a token is good for.</summary>
    /// <param name="request">A POST with a form, of a confidential client.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    /// <returns>200 with what the client may know, which may be no more than <c>{"active":false}</c>; or an error in JSON: <c>invalid_request</c>, <c>invalid_client</c> (always 401), <c>server_error</c>; 404 when the model is no <see cref="IAccessTokenModel"/>.</returns>
    public ValueTask<OAuthResponse> IntrospectAsync(OAuthRequest request, CancellationToken ct = default) =>
        AnswerAsync("Introspection", request, context => _introspection?.HandleAsync(context, ct) ?? new(Refusals.NoSuchEndpoint(nameof(IAccessTokenModel))), ct);

    /// <summary>The server's metadata (RFC 8414): what is enabled, and where.</summary>
    /// <param name="request">A GET of <c>/.well-known/oauth-authorization-server</c> with the issuer's path behind it. <see cref="OAuth2ServerOptions.ResolveIssuer"/> is asked with the issuer that this names as the <see cref="OAuthRequest.Uri"/>.</param>
    /// <param name="endpointsPath">What the endpoints' paths start with, below the issuer: <c>/oauth2</c>. A path that begins with the issuer's own is the whole path.</param>
    /// <returns>200 with the document, which may be cached for an hour, or 304; 404 for an issuer that is none of ours.</returns>
    public OAuthResponse Metadata(OAuthRequest request, string endpointsPath = "/oauth2")
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(endpointsPath);
        try
        {
            return _metadata.Handle(request, endpointsPath).IsError(out var error, out var response) ? Responses.Json(error, request.CorrelationId) : response;
        }
        catch (Exception e)
        {
            _log.Failed(e, "Metadata", request.CorrelationId);
            return Responses.Json(OAuthError.ServerError(), request.CorrelationId);
        }
    }

    private async ValueTask<OAuthResponse> AnswerAsync(string endpoint, OAuthRequest request, Func<OAuthContext, ValueTask<Outcome<OAuthResponse>>> handle, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            var context = ContextOf(request);
            if (!(await handle(context)).IsError(out var error, out var response)) return response;
            _log.Refused(endpoint, error, context);
            return Responses.Json(error, request.CorrelationId);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            _log.Failed(e, endpoint, request.CorrelationId);
            return Responses.Json(OAuthError.ServerError(), request.CorrelationId);
        }
    }

    private static bool Serves(IGrant[] grants, string grantType) => Array.Exists(grants, g => g.GrantType == grantType);

    private OAuthContext ContextOf(OAuthRequest request) => _options.ContextOf(request, _clock, _shield);

    private AuthorizationStep Shown(OAuthError error, OAuthContext context)
    {
        _log.Refused("Authorization", error, context);
        return new(ErrorPage.For(error, context.CorrelationId));
    }

    private OAuthResponse Redirected(OAuthError error, string redirectUri, string? state, OAuthContext context)
    {
        _log.Refused("Authorization", error, context);
        return AuthorizationRedirect.WithError(redirectUri, error, state, context);
    }

    private void LogIssued(Issued issued, OAuthContext context)
    {
        if (issued.Token is not { } token) _log.Repeated(context.ClientId, context.CorrelationId);
        else if (_log.IsEnabled(LogLevel.Information))
            _log.Issued(token.Id, token.Authorization.Id, context.Request["grant_type"], token.Authorization.ClientId, token.Authorization.Subject, token.Scope);
    }
}
