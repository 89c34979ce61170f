using System.Collections.Immutable;
using System.Text.Json;

namespace OAuth2Server;

/// <summary>What client the members of a registration make (RFC 7591 §2). What the server does not have is left out where the client can
/// work without it, and refused where it cannot.</summary>
/// <param name="options">The settings.</param>
/// <param name="grants">The grant types that the server has.</param>
/// <param name="methods">The client authentication methods that the server has.</param>
/// <param name="bindings">The members that demand bound access tokens, as far as the server binds them.</param>
/// <param name="requestObjects">The algorithms of request objects; null for a server that refuses them.</param>
/// <param name="parts">Members of other packages.</param>
internal sealed class RegistrationRules(
    ClientRegistrationOptions options, IReadOnlyCollection<string> grants, IReadOnlyCollection<IClientAuthenticationMethod> methods,
    IReadOnlyCollection<string> bindings, IReadOnlyList<string>? requestObjects, IReadOnlyCollection<IClientMetadataPart> parts)
{
    /// <summary>The client uses DPoP always (RFC 9449 §5.2).</summary>
    internal const string BoundToKey = "dpop_bound_access_tokens";

    /// <summary>The client uses certificate-bound tokens always (RFC 8705 §3.4).</summary>
    internal const string BoundToCertificate = "tls_client_certificate_bound_access_tokens";

    private const string Code = "code";
    private const string ClientSecret = "client_secret_";

    /// <summary>True for a method with a secret that the server generates.</summary>
    internal static bool NeedsSecret(Client client) =>
        client.AuthenticationMethods.Any(method => method.StartsWith(ClientSecret, StringComparison.Ordinal));

    /// <summary>Makes the client.</summary>
    /// <param name="metadata">The members.</param>
    /// <param name="hasStatement">Whether they have a software statement that was verified.</param>
    /// <param name="id">The client id.</param>
    /// <param name="registered">The client before; what no member says stays as it is. Null for a new client.</param>
    internal Outcome<Client> Read(JsonElement metadata, bool hasStatement, string id, Client? registered)
    {
        var reader = new MetadataReader(metadata);
        var (method, methodAlgorithms) = Method(reader);
        var type = method == NoClientAuthentication.MethodName ? ClientType.Public : ClientType.Confidential;
        var (redirectUris, applicationType) = RegisteredAddresses.Read(reader, options);
        var (jwks, jwksUri) = RegisteredKeys.Read(reader);
        var grantTypes = GrantTypes(reader, type);
        var client = (registered ?? new() { Id = id, Type = type }) with
        {
            Type = type,
            DisplayName = RegisteredTexts.DisplayName(reader),
            AuthenticationMethods = [method],
            GrantTypes = grantTypes,
            RedirectUris = redirectUris,
            Scope = Scopes(reader, grantTypes, hasStatement),
            AnyLocalhostPort = applicationType == RegisteredAddresses.Native,
            SchemesWithoutDot = redirectUris.Any(uri => RedirectUri.Problem(uri) is not null),
            Jwks = jwks,
            JwksUri = jwksUri,
            TokenEndpointAuthSigningAlg = Algorithm(reader, "token_endpoint_auth_signing_alg", methodAlgorithms),
            TlsClientAuth = RegisteredCertificate.Read(reader),
            TlsClientCertificateBoundAccessTokens = Binding(reader, BoundToCertificate),
            DPoPBoundAccessTokens = Binding(reader, BoundToKey),
            RequirePushedAuthorizationRequests = reader.Flag("require_pushed_authorization_requests"),
            RequireSignedRequestObject = RequiresRequestObjects(reader),
            RequestObjectSigningAlg = Algorithm(reader, "request_object_signing_alg", requestObjects ?? []),
            Properties = RegisteredTexts.Read(reader, applicationType, hasStatement, registered?.Properties ?? Properties.Empty),
        };
        client = client.WithAuthorizationDetailsTypes(DetailsTypes(reader));
        if (options.Mode == RegistrationMode.Open) client = client.WithSource(ClientSource.Registration);
        Relate(reader, client);
        return reader.Problem is { } problem ? problem : WithParts(metadata, client);
    }

    private Outcome<Client> WithParts(JsonElement metadata, Client client)
    {
        foreach (var part in parts)
        {
            if (part.Read(metadata, client).IsError(out var problem, out var read)) return problem;
            client = read;
        }
        return client;
    }

    private (string Name, IReadOnlyList<string> Algorithms) Method(MetadataReader reader)
    {
        var name = reader.Text("token_endpoint_auth_method") ?? "client_secret_basic";
        var method = methods.FirstOrDefault(method => method.Name == name);
        if (method is null) reader.Refuse("The server has no such token_endpoint_auth_method.");
        return (name, method?.SigningAlgorithms ?? []);
    }

    // A client that relies on bound tokens could not work without them: each of its token requests would be refused.
    private bool Binding(MetadataReader reader, string name)
    {
        var isDemanded = reader.Flag(name);
        if (isDemanded && !bindings.Contains(name)) reader.Refuse($"The server does not bind access tokens as {name} demands.");
        return isDemanded;
    }

    // A client lists every grant that it can use with any server: it works without those that this one does not have.
    private ImmutableArray<string> GrantTypes(MetadataReader reader, ClientType type)
    {
        var requested = reader.Texts("grant_types") is { Length: > 0 } named ? named : [AuthorizationCodeGrant.Name];
        ImmutableArray<string> allowed =
        [
            .. requested.Where(grant => grants.Contains(grant) && options.GrantTypes.Contains(grant)
                // A client that proves nothing must not act for itself (RFC 6749 §4.4).
                && !(type == ClientType.Public && grant == ClientCredentialsGrant.Name)),
        ];
        if (allowed.IsEmpty) reader.Refuse("The client can register for none of the grant_types.");
        return allowed;
    }

    private Scope Scopes(MetadataReader reader, ImmutableArray<string> grantTypes, bool hasStatement)
    {
        var all = Scope.Of(options.Scopes);
        if (reader.Text("scope") is not { } text) return all;
        if (!Scope.TryParse(text, out var requested))
        {
            reader.Refuse("scope is malformed.");
            return Scope.Empty;
        }
        var allowed = requested.Intersect(all);
        // With an empty scope each request of the client would be refused, and its developer would not see why.
        if (allowed.IsEmpty && !all.IsEmpty) reader.Refuse("The client can register for none of the scope.");
        // A client registers for the scope that it needs first, and asks its user for more when a resource needs it (RFC 6750 §3.1). What
        // it gets is decided by the user then; without one, or where a statement limits it, by the registration.
        return grantTypes.Contains(ClientCredentialsGrant.Name) || hasStatement ? allowed : all;
    }

    // Never null: that would allow each type of the server (RFC 9396 §10).
    private IEnumerable<string> DetailsTypes(MetadataReader reader) => reader.Texts("authorization_details_types") is { } named
        ? options.AuthorizationDetailsTypes.Where(type => named.Contains(type))
        : options.AuthorizationDetailsTypes;

    // Those that the metadata announces. Each message that is signed with another one would be refused.
    private static string? Algorithm(MetadataReader reader, string name, IReadOnlyList<string> announced)
    {
        var algorithm = reader.Text(name);
        if (algorithm is null || announced.Contains(algorithm, StringComparer.Ordinal)) return algorithm;
        if (algorithm == "none") reader.Refuse($"{name} must not be none.");
        if (announced.Count > 0) reader.Refuse($"{name} must be one of {string.Join(", ", announced)}.");
        // The client sends no such message, or the server reads none: it works without.
        return null;
    }

    private bool RequiresRequestObjects(MetadataReader reader)
    {
        var isRequired = reader.Flag("require_signed_request_object");
        if (isRequired && requestObjects is null) reader.Refuse("require_signed_request_object: the server reads no request objects.");
        return isRequired;
    }

    // Members that must fit each other (RFC 7591 §2.1).
    private static void Relate(MetadataReader reader, Client client)
    {
        var hasCode = client.GrantTypes.Contains(AuthorizationCodeGrant.Name);
        if (hasCode && client.RedirectUris.IsEmpty)
            reader.Refuse(OAuthError.InvalidRedirectUri("redirect_uris is missing: the grant type authorization_code needs one."));
        if (reader.Texts("response_types") is { Length: > 0 } types && types.Contains(Code) != hasCode)
            reader.Refuse("response_types must have code with the grant type authorization_code, and not without it.");
        var hasKeys = client.Jwks is not null || client.JwksUri is not null;
        var problem = client.AuthenticationMethods[0] switch
        {
            "private_key_jwt" or "self_signed_tls_client_auth" when !hasKeys => "The token_endpoint_auth_method needs jwks or jwks_uri.",
            "tls_client_auth" when client.TlsClientAuth is null => "The token_endpoint_auth_method needs a tls_client_auth member.",
            _ => null,
        };
        if (problem is not null) reader.Refuse(problem);
        if (client is { DPoPBoundAccessTokens: true, TlsClientCertificateBoundAccessTokens: true })
            reader.Refuse($"A client has one of {BoundToKey} and {BoundToCertificate}: a token is bound to one key.");
        if (client.RequireSignedRequestObject && !hasKeys) reader.Refuse("require_signed_request_object needs jwks or jwks_uri.");
    }
}
