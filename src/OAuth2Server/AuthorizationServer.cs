namespace OAuth2Server;

/// <summary>The authorization server of RFC 6749: one method for each endpoint, from a request to a response.</summary>
/// <remarks>It needs no web framework: give it an <see cref="OAuthRequest"/>, send the <see cref="OAuthResponse"/>. No request and no
/// failure of the model makes it throw.</remarks>
public sealed partial class AuthorizationServer
{
    /// <summary>The <see cref="IEndpoint.Name"/> of the authorization endpoint, which needs the application's pages: an adapter answers it
    /// by <c>AuthorizeAsync</c> and <c>CompleteAsync</c>.</summary>
    public const string AuthorizationEndpointName = EndpointName.Authorization;

    // The built-in endpoints, each made when it is first used: a server over a scoped model serves one request.
    private static readonly OrderedDictionary<string, Func<AuthorizationServer, IEndpoint?>> BuiltIn = new(StringComparer.Ordinal)
    {
        [EndpointName.Authorization] = server => server.Authorization,
        [EndpointName.PushedAuthorization] = server => server.PushedAuthorization,
        [EndpointName.Token] = server => server.Token,
        [EndpointName.DeviceAuthorization] = server => server.DeviceAuthorization,
        [EndpointName.Revocation] = server => server.Revocation,
        [EndpointName.Introspection] = server => server.Introspection,
        [EndpointName.ClientRegistration] = server => server.ClientRegistration,
        [EndpointName.ClientConfiguration] = server => server.ClientConfiguration,
        [EndpointName.Metadata] = server => server.MetadataAt(MetadataEndpoint.OAuth),
    };

    private readonly IOAuthModel _model;
    private readonly OAuthEnvironment _environment;
    private readonly IGrant[] _grants;
    private readonly ServerParts _parts;

    /// <summary>Makes a server with the default parts.</summary>
    /// <param name="model">Your model.</param>
    /// <param name="options">The settings.</param>
    /// <param name="grants">The grants to serve; each takes the model interface that it needs in its constructor.</param>
    /// <exception cref="ArgumentException">A setting is wrong; the message says which and why.</exception>
    public AuthorizationServer(IOAuthModel model, OAuth2ServerOptions options, params IEnumerable<IGrant> grants)
        : this(model, new OAuthEnvironment(options), grants)
    {
    }

    /// <summary>Makes a server.</summary>
    /// <param name="model">Your model.</param>
    /// <param name="environment">What lasts as long as the application; share it between servers that are made for each request.</param>
    /// <param name="grants">The grants to serve.</param>
    /// <param name="parts">The other parts; null takes the defaults.</param>
    /// <exception cref="ArgumentException">The settings ask for JWT access tokens, and no part writes them; or for pushed requests, and the
    /// model keeps none.</exception>
    public AuthorizationServer(IOAuthModel model, OAuthEnvironment environment, IEnumerable<IGrant> grants, ServerParts? parts = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(grants);
        (_model, _environment, _grants, _parts) = (model, environment, grants as IGrant[] ?? [.. grants], parts ?? new());
        if (environment.IssuesJwts && !_parts.AccessTokenFormats.Any(format => format.Format == AccessTokenFormat.Jwt))
            throw new ArgumentException(
                "The settings ask for JWT access tokens (AccessTokenFormat), and no part of the server writes them: add the package of " +
                "JSON Web Tokens (AddJwt).");
        if (environment.Options.RequirePushedAuthorizationRequests && model is not IPushedRequestModel)
            throw new ArgumentException(
                $"The settings ask for pushed requests (RequirePushedAuthorizationRequests), and {model.GetType().Name} keeps none: " +
                "implement IPushedRequestModel.");
        CheckRegistration();
    }

    /// <summary>The endpoints that this server has: those that the model and the grants allow, and those of
    /// <see cref="ServerParts.Endpoints"/>.</summary>
    public IReadOnlyList<IEndpoint> Endpoints =>
        [.. BuiltIn.Values.Select(of => of(this)).OfType<IEndpoint>(), .. _parts.MetadataAddresses.Select(MetadataAt), .. _parts.Endpoints];

    private AuthorizationEndpoint? Authorization => field ??= _model is IAuthorizationCodeModel codes && Serves(AuthorizationCodeGrant.Name)
        ? new(codes, _environment.Options, Checks, Source, Pushed, Scopes, Generator, Issuer)
        : null;

    private PushedAuthorizationEndpoint? PushedAuthorization => field ??= Authorization is not null && Pushed is not null
        ? new(Clients, (IPushedRequestModel)_model, Pushed, _environment.Options, Checks, Bindings)
        : null;

    private PushedRequests? Pushed =>
        field ??= _model is IPushedRequestModel requests ? new(requests, _environment.Options) : null;

    private RequestSource Source => field ??= new(Pushed, _parts.RequestObjects);

    private TokenEndpoint Token => field ??= new(Clients, Bindings, _grants, Issuer, _model as IClientRegistrationModel);

    private DeviceAuthorizationEndpoint? DeviceAuthorization => field ??= _model is IDeviceCodeModel devices && Serves(DeviceCodeGrant.Name)
        ? new(Clients, devices, _environment.Options, Checks, Issuer)
        : null;

    private DeviceVerification? Devices => field ??= _model is IDeviceCodeModel devices && Serves(DeviceCodeGrant.Name)
        ? new(devices, _environment.Options, Scopes)
        : null;

    private RevocationEndpoint? Revocation => field ??= _model is IRevocationModel revocations ? new(revocations, Clients) : null;

    private IntrospectionEndpoint? Introspection =>
        field ??= _model is IAccessTokenModel
            ? new(_model, _environment.Options, Clients, [.. _parts.IntrospectionFormats], _parts.SubjectIdentifiers)
            : null;

    private MetadataEndpoint MetadataAt(MetadataAddress address) => new(_environment,
        BuiltIn.Where(entry => entry.Key != EndpointName.Metadata)
            .Select(entry => entry.Value(this)).OfType<IEndpoint>()
            .Concat(_parts.Endpoints), _parts.MetadataParts, address);

    private ClientAuthentication Clients => field ??= new(
        _parts.ClientAuthentication ?? [new ClientSecretBasic(_model), new ClientSecretPost(_model), new NoClientAuthentication(_model)]);

    private IScopeValidator Scopes => _parts.Policies.ScopeValidator ?? _model as IScopeValidator ?? _environment.DefaultScopes;

    private ITokenGenerator Generator => _parts.Policies.TokenGenerator ?? _model as ITokenGenerator ?? RandomTokenGenerator.Instance;

    private IRedirectUriPolicy RedirectUris =>
        _parts.Policies.RedirectUriPolicy ?? _model as IRedirectUriPolicy ?? RegisteredRedirectUris.Instance;

    private AuthorizationChecks Checks =>
        field ??= new(_model, _environment.Options, Source, RedirectUris, Scopes, [.. _parts.AuthorizationChecks]);

    private KeyBindings Bindings => field ??= new([.. _parts.TokenBindings]);

    private TokenIssuer Issuer => field ??= new(
        _model, _environment.Options, Scopes, Generator, _model is IRefreshTokenModel && Serves(RefreshTokenGrant.Name),
        new([.. _parts.AccessTokenFormats], [.. _parts.TokenResponseParts]));

    /// <summary>Compares the server, and clients, with the rules of a profile: what a start refuses, warns of, or could be
    /// better.</summary>
    /// <param name="clients">The clients to examine too; null for none.</param>
    /// <param name="profile">The profile; null takes that of the settings, or <see cref="SecurityProfile.Rfc9700"/> where they have
    /// none.</param>
    /// <returns>The report. It has no secrets.</returns>
    public ProfileReport Examine(IEnumerable<Client>? clients = null, SecurityProfile? profile = null)
    {
        var options = _environment.Options;
        // Where the issuer depends on the request, any other stands for it: the rules do not look at it.
        var issuer = options.ResolveIssuer is null ? options.Issuer : "https://issuer.example";
        var metadata = MetadataAt(MetadataEndpoint.OAuth).Describe(issuer, issuer);
        return ProfileExamination.Of(new(options, metadata.Members), clients ?? [], profile);
    }

    /// <summary>Starts an HTTP request. The methods that take an <see cref="OAuthRequest"/> call it themselves.</summary>
    /// <param name="request">The request.</param>
    public OAuthContext Begin(OAuthRequest request) => _environment.Begin(request);

    /// <summary>Calls an endpoint, a built-in one or one of <see cref="ServerParts.Endpoints"/>.</summary>
    /// <param name="endpoint">The <see cref="IEndpoint.Name"/>.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>The response; 404 when the server has no such endpoint.</returns>
    public ValueTask<OAuthResponse> HandleAsync(string endpoint, OAuthContext context, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(context);
        var called = BuiltIn.TryGetValue(endpoint, out var of) ? of(this)
            : _parts.Endpoints.FirstOrDefault(more => more.Name == endpoint)
            ?? (_parts.MetadataAddresses.FirstOrDefault(more => more.Name == endpoint) is { } address ? MetadataAt(address) : null);
        return EndpointCall.AnswerAsync(called ?? new MissingEndpoint(endpoint), context, ct);
    }

    /// <summary>The token endpoint (RFC 6749 §3.2).</summary>
    /// <param name="request">A POST with a form.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>200 with tokens, or an error in JSON (§5.2): <c>invalid_request</c>, <c>invalid_client</c>, <c>invalid_grant</c>,
    /// <c>unauthorized_client</c>,
    /// <c>unsupported_grant_type</c>, <c>invalid_scope</c>, <c>invalid_target</c>, <c>server_error</c>, <c>temporarily_unavailable</c>
    /// (429, 503);
    /// for a device <c>authorization_pending</c>, <c>slow_down</c>, <c>access_denied</c>, <c>expired_token</c> (RFC 8628 §3.5).</returns>
    public ValueTask<OAuthResponse> TokenAsync(OAuthRequest request, CancellationToken ct = default) =>
        HandleAsync(EndpointName.Token, Begin(request), ct);

    /// <summary>The pushed authorization request endpoint (RFC 9126 §2): a client sends its authorization request here, and the browser
    /// brings a reference to it.</summary>
    /// <param name="request">A POST with a form: the parameters of an authorization request, and the client's authentication.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>201 with <c>request_uri</c> and <c>expires_in</c>, or an error in JSON: <c>invalid_request</c>, <c>invalid_client</c>,
    /// <c>unauthorized_client</c>, <c>unsupported_response_type</c>, <c>invalid_scope</c>, <c>invalid_target</c>,
    /// <c>invalid_request_object</c>, <c>request_not_supported</c>, <c>server_error</c>, <c>temporarily_unavailable</c> (429); 404 when the
    /// model is no <see cref="IPushedRequestModel"/>, or without <see cref="AuthorizationCodeGrant"/>.</returns>
    public ValueTask<OAuthResponse> PushAuthorizationAsync(OAuthRequest request, CancellationToken ct = default) =>
        HandleAsync(EndpointName.PushedAuthorization, Begin(request), ct);

    /// <summary>The device authorization endpoint (RFC 8628 §3.1): a device gets a code to poll with and a code to show.</summary>
    /// <param name="request">A POST with a form.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>200 with the codes, or an error in JSON: <c>invalid_request</c>, <c>invalid_client</c>, <c>unauthorized_client</c>,
    /// <c>invalid_scope</c>,
    /// <c>invalid_target</c>, <c>server_error</c>, <c>temporarily_unavailable</c> (429); 404 without
    /// <see cref="DeviceCodeGrant"/>.</returns>
    public ValueTask<OAuthResponse> AuthorizeDeviceAsync(OAuthRequest request, CancellationToken ct = default) =>
        HandleAsync(EndpointName.DeviceAuthorization, Begin(request), ct);

    /// <summary>The revocation endpoint (RFC 7009): a refresh token is revoked with its whole authorization, an access token
    /// alone.</summary>
    /// <param name="request">A POST with a form.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>200 with <c>{}</c>, also for an unknown token; or an error in JSON: <c>invalid_request</c>, <c>invalid_client</c>,
    /// <c>invalid_grant</c> for another client's token,
    /// <c>server_error</c>, <c>temporarily_unavailable</c> (429); 404 when the model is no <see cref="IRevocationModel"/>.</returns>
    public ValueTask<OAuthResponse> RevokeAsync(OAuthRequest request, CancellationToken ct = default) =>
        HandleAsync(EndpointName.Revocation, Begin(request), ct);

    /// <summary>The introspection endpoint (RFC 7662): a resource server, or the client that holds it, asks what a token is for.</summary>
    /// <param name="request">A POST with a form, of a confidential client.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>200 with what the client may know, at least <c>{"active":false}</c>; or an error in JSON: <c>invalid_request</c>,
    /// <c>invalid_client</c> (always 401),
    /// <c>server_error</c>, <c>temporarily_unavailable</c> (429); 404 when the model is no <see cref="IAccessTokenModel"/>.</returns>
    public ValueTask<OAuthResponse> IntrospectAsync(OAuthRequest request, CancellationToken ct = default) =>
        HandleAsync(EndpointName.Introspection, Begin(request), ct);

    /// <summary>The server's metadata (RFC 8414): what is enabled, and where.</summary>
    /// <param name="request">A GET of <c>/.well-known/oauth-authorization-server</c> with the issuer's path behind it.</param>
    /// <param name="endpointsPath">The path that the paths of the endpoints start with, below the issuer. One that starts with the issuer's
    /// own path is the whole path.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>200 with the document, which may be cached for an hour, or 304; 404 for an issuer that the server does not have.</returns>
    public ValueTask<OAuthResponse> MetadataAsync(OAuthRequest request, string endpointsPath = "/oauth2", CancellationToken ct = default) =>
        HandleAsync(EndpointName.Metadata, _environment.Begin(request, endpointsPath: endpointsPath), ct);

    private bool Serves(string grantType) => Array.Exists(_grants, grant => grant.GrantType == grantType);
}
