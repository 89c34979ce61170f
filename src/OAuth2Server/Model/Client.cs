using System.Collections.Immutable;

namespace OAuth2Server;

/// <summary>A registered client, as the model returns it. An application may derive its own type; the library only reads it.</summary>
/// <remarks>A client without grant types can request no token: it is a resource server that may introspect tokens.</remarks>
public record Client
{
    private const string ProfileName = "security_profile";
    private const string DetailsTypesName = "authorization_details_types";
    private const string SourceName = "client_source";
    private const string SelfRegisteredName = "self_registered";

    /// <summary>The client identifier (RFC 6749 §2.2), compared ordinally.</summary>
    public required string Id { get; init; }

    /// <summary>The name that users see on the consent page; null shows the <see cref="Id"/> (<c>client_name</c>, RFC 7591 §2).</summary>
    public string? DisplayName { get; init; }

    /// <summary>Whether it can keep a secret.</summary>
    public required ClientType Type { get; init; }

    /// <summary>
    /// The authentication methods that it is registered for. Empty means the default of its
    /// type: both forms of a secret for a confidential client, <c>none</c> for a public client.
    /// </summary>
    public ImmutableArray<string> AuthenticationMethods { get; init; } = [];

    /// <summary>The grant types that it may use: <c>authorization_code</c>, <c>refresh_token</c>, the URI of an extension grant.</summary>
    public ImmutableArray<string> GrantTypes { get; init; } = [];

    /// <summary>The redirect URIs that it may use, compared as text (RFC 6749 §3.1.2.3, RFC 9700 §2.1).</summary>
    public ImmutableArray<string> RedirectUris { get; init; } = [];

    /// <summary>The scope that it may request.</summary>
    public Scope Scope { get; init; } = Scope.Empty;

    /// <summary>The lifetime of its access tokens; null means <see cref="OAuth2ServerOptions.AccessTokenLifetime"/>.</summary>
    public TimeSpan? AccessTokenLifetime { get; init; }

    /// <summary>How long its refresh tokens may stay unused; null means <see cref="OAuth2ServerOptions.RefreshTokenLifetime"/>.</summary>
    public TimeSpan? RefreshTokenLifetime { get; init; }

    /// <summary>False lets a confidential client request codes without PKCE. A public client always needs PKCE (RFC 9700 §2.1.1).</summary>
    public bool RequirePkce { get; init; } = true;

    /// <summary>Whether the port of its redirect URIs may differ also for the name <c>localhost</c>, and not only for 127.0.0.1 and
    /// [::1].</summary>
    /// <value>Default false: the name may resolve to another host (RFC 8252 §8.3). Set it for a native client that cannot use the
    /// address.</value>
    public bool AnyLocalhostPort { get; init; }

    /// <summary>Whether its redirect URIs may have a private-use scheme without a dot: <c>exampleapp:/callback</c>.</summary>
    /// <value>Default false: RFC 8252 §7.1 demands a scheme that is a reversed domain name, because any application on a device can take
    /// a short name and receive the codes. Schemes that browsers handle themselves (<c>javascript</c>, <c>data</c>) are refused
    /// always.</value>
    public bool SchemesWithoutDot { get; init; }

    /// <summary>Whether it belongs to the operator of the server, so that its users are not asked for consent. It has effect only where the
    /// client proves its identity: for a confidential client, and for an https redirect URI (RFC 8252 §8.6).</summary>
    public bool FirstParty { get; init; }

    /// <summary>The format of its access tokens, unless the resource says another; null means
    /// <see cref="OAuth2ServerOptions.AccessTokenFormat"/>.</summary>
    public AccessTokenFormat? AccessTokenFormat { get; init; }

    /// <summary>The algorithm that signs the introspection answers that it asks for as JWT (<c>introspection_signed_response_alg</c>, RFC
    /// 9701 §6).</summary>
    /// <value>Default null: that of its resource, otherwise <c>RS256</c>; with FAPI 2.0 <c>ES256</c>.</value>
    public string? IntrospectionSignedResponseAlg { get; init; }

    /// <summary>The public keys of the client as a JSON Web Key Set (<c>jwks</c>, RFC 7591 §2), to verify what it signs; null for none, or
    /// where <see cref="JwksUri"/> names them.</summary>
    public string? Jwks { get; init; }

    /// <summary>The https address where the client publishes its keys (<c>jwks_uri</c>, RFC 7591 §2); null for none. A client has one of
    /// the two.</summary>
    public string? JwksUri { get; init; }

    /// <summary>The only algorithm that its client assertions may be signed with (<c>token_endpoint_auth_signing_alg</c>, RFC 7591 §2);
    /// null accepts each that its keys are for.</summary>
    public string? TokenEndpointAuthSigningAlg { get; init; }

    /// <summary>Whether its client assertions may name the token endpoint, or the endpoint that they are sent to, as their audience, as RFC
    /// 7523 §3 permitted before RFC 10070 §4.</summary>
    /// <value>Default false: only the issuer. With true another authorization server can use an assertion that it was sent, if the client
    /// believes its metadata; a warning is logged for each.</value>
    public bool AcceptsEndpointAudience { get; init; }

    /// <summary>The name that its certificate must have (<c>tls_client_auth</c>, RFC 8705 §2.1); null for none.</summary>
    public CertificateSubject? TlsClientAuth { get; init; }

    /// <summary>Whether its access tokens are bound to its certificate (<c>tls_client_certificate_bound_access_tokens</c>, RFC 8705
    /// §3.4): a token request without certificate is refused. A server without mutual TLS refuses each one. Not together with
    /// <see cref="DPoPBoundAccessTokens"/>: a token is bound to one key.</summary>
    public bool TlsClientCertificateBoundAccessTokens { get; init; }

    /// <summary>Whether its access tokens are bound to a key (<c>dpop_bound_access_tokens</c>, RFC 9449 §5.2): a token request without
    /// proof is refused. A server without DPoP refuses each one.</summary>
    public bool DPoPBoundAccessTokens { get; init; }

    /// <summary>Whether it must push its authorization requests (<c>require_pushed_authorization_requests</c>, RFC 9126 §6).</summary>
    public bool RequirePushedAuthorizationRequests { get; init; }

    /// <summary>Whether it must sign its authorization requests (<c>require_signed_request_object</c>, RFC 9101 §10.5).</summary>
    public bool RequireSignedRequestObject { get; init; }

    /// <summary>The only algorithm that its request objects may be signed with (<c>request_object_signing_alg</c>, RFC 9101 §10.2); null
    /// accepts each that its keys are for.</summary>
    public string? RequestObjectSigningAlg { get; init; }

    /// <summary>When it is removed unless it gets a token first, UTC, for a client that registered itself (RFC 7591); null for a client
    /// that got a token, and for every other client.</summary>
    public DateTimeOffset? UnusedUntil { get; init; }

    /// <summary>The profile that its requests must follow where it is stricter than the one of the server; set by
    /// <see cref="WithProfile"/>.</summary>
    /// <value>Default <see cref="SecurityProfile.None"/>: the one of the server. It is kept in <see cref="Properties"/>, so that a store
    /// needs no column for it.</value>
    public SecurityProfile Profile =>
        Properties[ProfileName] switch
        {
            null or nameof(SecurityProfile.None) => SecurityProfile.None,
            nameof(SecurityProfile.OAuth21) => SecurityProfile.OAuth21,
            nameof(SecurityProfile.Rfc9700) => SecurityProfile.Rfc9700,
            // A name that a newer version wrote must not mean that the client has no profile.
            _ => SecurityProfile.Fapi2,
        };

    /// <summary>The only types of authorization details that it may use (<c>authorization_details_types</c>, RFC 9396 §10); set by
    /// <see cref="WithAuthorizationDetailsTypes"/>.</summary>
    /// <value>Default null: it is not registered for types. Then it may use each type of the server where a user is asked, and none where
    /// no user is (<c>client_credentials</c>, <c>password</c>). Empty: none. It is kept in <see cref="Properties"/>, so that a store needs
    /// no column for it.</value>
    public ImmutableArray<string>? AuthorizationDetailsTypes =>
        Properties[DetailsTypesName] is { } types ? [.. types.Split(' ', StringSplitOptions.RemoveEmptyEntries)] : null;

    /// <summary>Who says what the client is; set by <see cref="WithSource"/>.</summary>
    /// <value>Default <see cref="ClientSource.Operator"/>. It is kept in <see cref="Properties"/>, so that a store needs no column for
    /// it.</value>
    public ClientSource Source =>
        Properties[SourceName] switch
        {
            null or nameof(ClientSource.Operator) => ClientSource.Operator,
            nameof(ClientSource.MetadataDocument) => ClientSource.MetadataDocument,
            // A name that a newer version wrote must not mean that the operator checked the client.
            _ => ClientSource.Registration,
        };

    /// <summary>Whether the client was made of what any party of the Internet sent: it registered itself (RFC 7591), or it describes itself
    /// by a document. The operator did not check it, so it is never a resource server, and its addresses lead to the Internet
    /// only.</summary>
    /// <value>Default false; <see cref="AsSelfRegistered"/> sets it. It is kept in <see cref="Properties"/>, so that a store needs no
    /// column for it.</value>
    public bool IsSelfRegistered => Properties[SelfRegisteredName] is not null;

    /// <summary>Additional data.</summary>
    public Properties Properties { get; init; } = Properties.Empty;

    /// <summary>Decides whether the pages of an origin belong to this client, so that they may read the answers to its requests
    /// (CORS).</summary>
    /// <remarks>The rule is that of the redirect URIs: the port of a loopback address may differ (RFC 8252 §7.3), that of the name
    /// <c>localhost</c> with <see cref="AnyLocalhostPort"/>.</remarks>
    /// <param name="origin">The origin, in the form of <see cref="WebOrigin.Of"/>.</param>
    /// <returns>True when a redirect URI has the origin; always false for a confidential client, because its secret must not be in a
    /// browser.</returns>
    public bool HasOrigin(string origin)
    {
        ArgumentNullException.ThrowIfNull(origin);
        return Type == ClientType.Public && RedirectUris.Any(uri => RedirectUri.HasOrigin(uri, origin, AnyLocalhostPort));
    }

    /// <summary>The client with a profile of its own (<see cref="Profile"/>).</summary>
    /// <param name="profile">The profile.</param>
    public Client WithProfile(SecurityProfile profile) => this with { Properties = Properties.With(ProfileName, profile.ToString()) };

    /// <summary>The client with the only types of authorization details that it may use
    /// (<see cref="AuthorizationDetailsTypes"/>).</summary>
    /// <param name="types">The types; null removes the registration, which allows every type where a user is asked.</param>
    /// <exception cref="ArgumentException">A type has a space or another character that no type may have.</exception>
    public Client WithAuthorizationDetailsTypes(IEnumerable<string>? types)
    {
        if (types is null) return this with { Properties = Properties.Without(DetailsTypesName) };
        string[] names = [.. types.Distinct(StringComparer.Ordinal)];
        return names.FirstOrDefault(name => !Grammar.IsNqChar(name)) is { } wrong
            ? throw new ArgumentException(
                $"'{wrong}' is no type of authorization details: use visible ASCII without space, quote and backslash.", nameof(types))
            : this with { Properties = Properties.With(DetailsTypesName, string.Join(' ', names)) };
    }

    /// <summary>The client with another <see cref="Source"/>.</summary>
    /// <param name="source">The source.</param>
    public Client WithSource(ClientSource source) => this with { Properties = Properties.With(SourceName, source.ToString()) };

    /// <summary>The client as one that registered or describes itself (<see cref="IsSelfRegistered"/>).</summary>
    public Client AsSelfRegistered() => IsSelfRegistered ? this : this with { Properties = Properties.With(SelfRegisteredName, "true") };

    /// <summary>The profile that a request of the client must follow: that of the server, or the client's own where it is
    /// stricter.</summary>
    /// <param name="context">The request.</param>
    public SecurityProfile ProfileIn(OAuthContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        // Most servers have none, and most clients no properties: nothing is parsed then.
        return ReferenceEquals(Properties, Properties.Empty) || context.Profile > Profile ? context.Profile : Profile;
    }

    /// <summary>The id only.</summary>
    public sealed override string ToString() => $"Client({Id})";
}
