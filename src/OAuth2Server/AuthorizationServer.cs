using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace OAuth2Server;

/// <summary>The authorization server of RFC 6749: one method per endpoint, each from a request to a response.</summary>
/// <remarks>It needs no web framework: give it an <see cref="OAuthRequest"/>, send the <see cref="OAuthResponse"/>. It never throws for what a stranger sends or a model does.</remarks>
public sealed partial class AuthorizationServer
{
    private readonly TimeProvider _clock;
    private readonly Journal _journal;
    private readonly EndpointCalls _calls;
    private readonly TokenEndpoint _token;
    // Made once: a delegate is 64 of the 1.5 kB that a token request allocates.
    private readonly Func<OAuthContext, CancellationToken, ValueTask<Outcome<OAuthResponse>>> _issue;
    private readonly AuthorizationEndpoint? _authorization;
    private readonly RevocationEndpoint? _revocation;
    private readonly IntrospectionEndpoint? _introspection;
    private readonly MetadataEndpoint _metadata;
    private readonly ClientOrigins? _origins;

    /// <summary>Puts a server together.</summary>
    /// <param name="model">Your model.</param>
    /// <param name="options">The settings.</param>
    /// <param name="grants">The grants to serve; each takes the model interface it needs in its constructor.</param>
    /// <param name="clientAuthentication">How clients may authenticate; null: <see cref="ClientSecretBasic"/>, <see cref="ClientSecretPost"/> and <see cref="NoClientAuthentication"/>.</param>
    /// <param name="policies">Policies that win over the model's; null for none.</param>
    /// <param name="clock">The clock; null takes the system's.</param>
    /// <param name="logger">The log; null keeps silent.</param>
    /// <param name="shield">What slows down guessing; null makes one for this server alone. Give it one where a server lives no longer than a request, or a sign-in page of yours counts with it.</param>
    /// <param name="events">Who is told what happens, in this order; null for nobody.</param>
    /// <exception cref="ArgumentException">A setting is wrong; the message says which and why.</exception>
    public AuthorizationServer(
        IOAuthModel model,
        OAuth2ServerOptions options,
        IEnumerable<IGrant> grants,
        IEnumerable<IClientAuthenticationMethod>? clientAuthentication = null,
        Policies? policies = null,
        TimeProvider? clock = null,
        ILogger<AuthorizationServer>? logger = null,
        BruteForceShield? shield = null,
        IEnumerable<IOAuthEvents>? events = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        options.EnsureValid();

        _clock = clock ?? TimeProvider.System;
        _journal = new(logger ?? NullLogger<AuthorizationServer>.Instance, events);
        _calls = new(options, _clock, _journal, options.BruteForceShield ? shield ?? new(_clock) : null);

        IGrant[] served = [.. grants];
        var scopes = policies?.ScopeValidator ?? model as IScopeValidator ?? new RegisteredScope(Scope.Of(options.DefaultScopes));
        var generator = policies?.TokenGenerator ?? model as ITokenGenerator ?? new RandomTokenGenerator();
        var redirectUris = policies?.RedirectUriPolicy ?? model as IRedirectUriPolicy ?? new RegisteredRedirectUris();
        var refreshes = model is IRefreshTokenModel && Serves(served, RefreshTokenGrant.Name);
        var issuer = new TokenIssuer(model, options, scopes, generator, refreshes);

        IClientAuthenticationMethod[] methods = [.. clientAuthentication ?? [new ClientSecretBasic(model), new ClientSecretPost(model), new NoClientAuthentication(model)]];
        var clients = new ClientAuthentication(methods);

        _token = new(clients, served, issuer);
        _issue = IssueAsync;
        if (model is IAuthorizationCodeModel codes && Serves(served, AuthorizationCodeGrant.Name))
            _authorization = new(codes, options, redirectUris, scopes, generator, issuer);
        if (model is IDeviceCodeModel devices && Serves(served, DeviceCodeGrant.Name))
            (_deviceAuthorization, _deviceVerification) = (new(clients, devices, options, scopes, issuer, _journal), new(devices, options, scopes));
        if (model is IRevocationModel revocations) _revocation = new(revocations, clients, _journal);
        if (model is IAccessTokenModel) _introspection = new(model, options, clients, _journal);
        if (model is IClientOriginModel origins) _origins = new(origins, options.Origins);
        // Made when it is asked for: a scoped server lives for one request, which is seldom this one.
        _metadata = new(options, _clock, () => new()
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
    /// <returns>200 with tokens, or an error in JSON (§5.2): <c>invalid_request</c>, <c>invalid_client</c>, <c>invalid_grant</c>, <c>unauthorized_client</c>, <c>unsupported_grant_type</c>, <c>invalid_scope</c>, <c>invalid_target</c>, <c>server_error</c>, <c>temporarily_unavailable</c> (429, 503); for a device <c>authorization_pending</c>, <c>slow_down</c>, <c>access_denied</c>, <c>expired_token</c> (RFC 8628 §3.5).</returns>
    public ValueTask<OAuthResponse> TokenAsync(OAuthRequest request, CancellationToken ct = default) =>
        AnswerAsync(EndpointName.Token, request, _issue, ct);

    /// <summary>The first half of the authorization endpoint (RFC 6749 §3.1): is the request good, and whom may it be answered to?</summary>
    /// <param name="request">A GET with a query or a POST with a form.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    /// <returns>A valid request, to be shown to the resource owner and completed; or an error page, as long as the redirect URI is not proven; or an error redirect.</returns>
    public async ValueTask<AuthorizationStep> AuthorizeAsync(OAuthRequest request, CancellationToken ct = default)
    {
        var issuer = "";
        AuthorizationEndpoint.Target? target = null;
        var outcome = await _calls.RunAsync(EndpointName.Authorization, request, ValidateAsync, ct);
        if (!outcome.IsError(out var error, out var valid)) return new(valid);
        return new(target is null
            ? ErrorPage.For(error, request.CorrelationId)
            : AuthorizationRedirect.WithError(target.RedirectUri, error, target.State, issuer, request.CorrelationId));

        async ValueTask<Outcome<AuthorizationRequest>> ValidateAsync(OAuthContext context, CancellationToken ct)
        {
            issuer = context.Issuer;
            if (_authorization is null) return OAuthError.UnsupportedResponseType("The server issues no authorization codes.");
            return (await _authorization.FindTargetAsync(context, ct)).IsError(out var shown, out target) ? shown : await _authorization.ValidateAsync(target, context, ct);
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
        var outcome = await _calls.RunAsync(EndpointName.Completion, context, IssueCodeAsync, ct);
        return outcome.IsError(out var error, out var code)
            ? AuthorizationRedirect.WithError(request.RedirectUri, error, request.State, request.Issuer, context.CorrelationId)
            : AuthorizationRedirect.WithCode(request.RedirectUri, code.Text, request.State, request.Issuer);

        async ValueTask<Outcome<AuthorizationEndpoint.IssuedCode>> IssueCodeAsync(OAuthContext context, CancellationToken ct)
        {
            var outcome = await _authorization!.CompleteAsync(request, decision, context, ct);
            if (!outcome.IsError(out _, out var code)) await _journal.CodeIssuedAsync(code.Authorization, context);
            return outcome;
        }
    }

    /// <summary>The revocation endpoint (RFC 7009): a client says that it no longer wants a token. A refresh token ends with its whole authorization, an access token alone.</summary>
    /// <param name="request">A POST with a form.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    /// <returns>200 with <c>{}</c>, also for an unknown token; or an error in JSON: <c>invalid_request</c>, <c>invalid_client</c>, <c>invalid_grant</c> for another client's token, <c>server_error</c>, <c>temporarily_unavailable</c> (429); 404 when the model is no <see cref="IRevocationModel"/>.</returns>
    public ValueTask<OAuthResponse> RevokeAsync(OAuthRequest request, CancellationToken ct = default) =>
        AnswerAsync(EndpointName.Revocation, request, _revocation is null ? Missing(nameof(IRevocationModel)) : _revocation.HandleAsync, ct);

    /// <summary>The introspection endpoint (RFC 7662): a resource server, or the client that holds it, asks what a token is good for.</summary>
    /// <param name="request">A POST with a form, of a confidential client.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    /// <returns>200 with what the client may know, which may be no more than <c>{"active":false}</c>; or an error in JSON: <c>invalid_request</c>, <c>invalid_client</c> (always 401), <c>server_error</c>, <c>temporarily_unavailable</c> (429); 404 when the model is no <see cref="IAccessTokenModel"/>.</returns>
    public ValueTask<OAuthResponse> IntrospectAsync(OAuthRequest request, CancellationToken ct = default) =>
        AnswerAsync(EndpointName.Introspection, request, _introspection is null ? Missing(nameof(IAccessTokenModel)) : _introspection.HandleAsync, ct);

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
            var error = OAuthError.ServerError();
            _journal.Failed(EndpointName.Metadata, e, error, request.CorrelationId);
            return Responses.Json(error, request.CorrelationId);
        }
    }

    /// <summary>Whether the page that sent a request may read the answer (CORS): its origin is that of a public client's redirect URI.</summary>
    /// <remarks>For the token, revocation and metadata endpoints, never for the authorization endpoint. Send <c>Access-Control-Allow-Origin</c> then, on errors, too, and never <c>Access-Control-Allow-Credentials</c>.</remarks>
    /// <param name="request">The request, or the preflight before it; its <c>Origin</c> header is what counts.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    /// <returns>False as well when the model is no <see cref="IClientOriginModel"/>, or fails.</returns>
    public async ValueTask<bool> AllowsOriginAsync(OAuthRequest request, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (_origins is null || ClientOrigins.Named(request) is null) return false;
        return !(await _calls.RunAsync(EndpointName.Origin, request, _origins.AllowsAsync, ct)).IsError(out _, out var allowed) && allowed;
    }

    private static bool Serves(IGrant[] grants, string grantType) => Array.Exists(grants, g => g.GrantType == grantType);

    private static void EnsureSomebodyAllows(Decision decision)
    {
        if (decision is Decision.Allowed { User.Id.Length: 0 }) throw new ArgumentException("Whoever allows a request has an id: User.None cannot.", nameof(decision));
    }

    private ValueTask<OAuthResponse> AnswerAsync(string endpoint, OAuthRequest request, Func<OAuthContext, CancellationToken, ValueTask<Outcome<OAuthResponse>>> handle, CancellationToken ct) =>
        Responses.JsonAsync(_calls.RunAsync(endpoint, request, handle, ct), request);

    private static Func<OAuthContext, CancellationToken, ValueTask<Outcome<OAuthResponse>>> Missing(string capability) =>
        (_, _) => new(Refusals.NoSuchEndpoint(capability));

    private async ValueTask<Outcome<OAuthResponse>> IssueAsync(OAuthContext context, CancellationToken ct)
    {
        if ((await _token.HandleAsync(context, ct)).IsError(out var error, out var issued)) return error;
        await (issued.Token is { } token ? _journal.IssuedAsync(token, context) : _journal.RepeatedAsync(context));
        return Responses.Json(issued.Answer);
    }
}
