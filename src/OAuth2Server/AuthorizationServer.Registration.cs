namespace OAuth2Server;

/// <content>Dynamic client registration (RFC 7591, RFC 7592).</content>
public sealed partial class AuthorizationServer
{
    private ClientRegistrationOptions RegistrationOptions => _environment.Options.ClientRegistration;

    private IClientRegistrationPolicy? RegistrationPolicy =>
        _parts.Policies.ClientRegistrationPolicy ?? _model as IClientRegistrationPolicy;

    private IClientMetadataPart[] MetadataParts => field ??= [.. _parts.ClientMetadataParts];

    // A client that registers another one could never authenticate.
    private IClientAuthenticationMethod[] AcceptedMethods =>
        [.. Clients.Methods.Where(method => _environment.Options.Profile.AllowsClientAuthentication(method.Name))];

    private RegistrationReview Review => field ??= new(
        new(
            RegistrationOptions, [.. _grants.Select(grant => grant.GrantType)], AcceptedMethods, BindingMembers,
            _parts.RequestObjects?.Algorithms, MetadataParts),
        RegistrationPolicy);

    // The parts that bind tokens announce it. Without the endpoints: those of the registration need the rules.
    private string[] BindingMembers
    {
        get
        {
            const string AnyIssuer = "https://issuer.example";
            var metadata = new ServerMetadata(AnyIssuer, AnyIssuer);
            foreach (var part in _parts.MetadataParts) part.Describe(metadata);
            var server = new ExaminedServer(_environment.Options, metadata.Members);
            return
            [
                .. server.List("dpop_signing_alg_values_supported").Count > 0 ? (string[])[RegistrationRules.BoundToKey] : [],
                .. server.Is(RegistrationRules.BoundToCertificate) ? (string[])[RegistrationRules.BoundToCertificate] : [],
            ];
        }
    }

    private ClientRegistrationEndpoint? ClientRegistration => field ??= RegisteredClients is { } model
        ? new(model, RegistrationOptions, Review, MetadataParts)
        : null;

    private ClientConfigurationEndpoint? ClientConfiguration => field ??= RegisteredClients is { } model
        ? new(model, Review, MetadataParts)
        : null;

    private IClientRegistrationModel? RegisteredClients =>
        RegistrationOptions.Mode == RegistrationMode.Off ? null : _model as IClientRegistrationModel;

    /// <summary>The client registration endpoint (RFC 7591 §3): a client sends its metadata and gets its client id.</summary>
    /// <param name="request">A POST with a JSON object (§2).</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>201 with the registered metadata, the secret if there is one, and the registration access token; or an error in JSON:
    /// <c>invalid_redirect_uri</c>, <c>invalid_client_metadata</c>, <c>invalid_software_statement</c>,
    /// <c>unapproved_software_statement</c>, <c>invalid_request</c> (400, 405, 413), <c>invalid_token</c> (401) for a wrong initial access
    /// token, <c>temporarily_unavailable</c> (429), <c>server_error</c>; 404 without
    /// <see cref="ClientRegistrationOptions.Mode"/>.</returns>
    public ValueTask<OAuthResponse> RegisterClientAsync(OAuthRequest request, CancellationToken ct = default) =>
        HandleAsync(EndpointName.ClientRegistration, Begin(request), ct);

    /// <summary>The client configuration endpoint (RFC 7592 §2): a client reads, replaces or deletes its registration.</summary>
    /// <param name="request">A GET, a PUT with a JSON object, or a DELETE, with the registration access token as bearer token. The last
    /// segment of the path is the client id.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>200 with the registration, and after a PUT with a new registration access token; 204 after a DELETE; 401 for a wrong token
    /// or an unknown client; otherwise the errors of <see cref="RegisterClientAsync"/>.</returns>
    public ValueTask<OAuthResponse> ConfigureClientAsync(OAuthRequest request, CancellationToken ct = default) =>
        HandleAsync(EndpointName.ClientConfiguration, Begin(request), ct);

    private void CheckRegistration()
    {
        if (RegistrationOptions.Mode == RegistrationMode.Off) return;
        if (RegisteredClients is null)
            throw new ArgumentException(
                "The settings let clients register (ClientRegistration), and the model keeps no registrations: implement " +
                "IClientRegistrationModel.");
        if (RegistrationOptions.Mode == RegistrationMode.Policy && RegistrationPolicy is null)
            throw new ArgumentException(
                "ClientRegistration.Mode is Policy, and there is none: add an IClientRegistrationPolicy.");
    }
}
