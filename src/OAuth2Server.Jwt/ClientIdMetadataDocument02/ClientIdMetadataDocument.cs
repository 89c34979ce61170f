using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace OAuth2Server.Jwt;

/// <summary>A client metadata document, and the client that it makes (draft-ietf-oauth-client-id-metadata-document-02 §4).</summary>
/// <remarks>What this server does not allow is left out of the client, because a document is written for every server; what contradicts the
/// draft makes the document unusable.</remarks>
internal sealed class ClientIdMetadataDocument
{
    private const int MaxName = 200;
    private const int MaxRedirectUris = 50;

    // RFC 7518 §6.2.2, §6.3.2, §6.4.
    private static readonly string[] PrivateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    private static readonly string[] Addresses = ["client_uri", "logo_uri", "policy_uri", "tos_uri"];

    private ClientIdMetadataDocument(JsonElement root) => Root = root;

    /// <summary>The whole document.</summary>
    internal JsonElement Root { get; }

    /// <summary>Reads what was fetched.</summary>
    /// <returns>The document, or null and the problem as the end of a sentence for the log.</returns>
    internal static (ClientIdMetadataDocument? Document, string? Problem) Read(OutboundAnswer answer)
    {
        if (!IsJson(answer.MediaType)) return (null, "its media type is not JSON");
        if (!StrictJson.TryRead(answer.Body, out var json)) return (null, "it is no JSON object, or has a member twice");
        using (json)
        {
            var root = json.RootElement;
            if (root.Has("client_secret") || root.Has("client_secret_expires_at")) return (null, "it has a secret, which is public now");
            if (HasPrivateKey(root)) return (null, "its jwks has a private or symmetric key, which is public now");
            return (new(root.Clone()), null);
        }
    }

    /// <summary>Whether the document is the one of a client: its <c>client_id</c> is its address, character by character.</summary>
    internal bool IsOf(string clientId) => Root.Text("client_id") == clientId;

    /// <summary>Makes the client.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="methods">The client authentication methods of the server.</param>
    /// <returns>The client, or null and the problem as the end of a sentence for the log.</returns>
    internal (Client? Client, string? Problem) ToClient(ClientIdMetadataDocumentOptions options, IReadOnlyCollection<string> methods)
    {
        var (jwks, jwksUri) = Keys();
        if (Method(options, methods, jwks is not null || jwksUri is not null) is not { } method)
            return (null, "it has no client authentication method that is allowed here");
        ImmutableArray<string> redirectUris =
            [.. Texts("redirect_uris").Where(uri => RedirectUri.Problem(uri) is null).Distinct(StringComparer.Ordinal)];
        if (redirectUris.IsEmpty) return (null, "it has no redirect URI that may be used");
        if (redirectUris.Length > MaxRedirectUris) return (null, $"it has more than {MaxRedirectUris} redirect URIs");
        var (byKey, byCertificate) = (Is("dpop_bound_access_tokens"), Is("tls_client_certificate_bound_access_tokens"));
        if (byKey && byCertificate) return (null, "it demands tokens that are bound to two keys, and a token is bound to one");
        var named = Texts("grant_types") is { Length: > 0 } several ? several : ["authorization_code"];
        ImmutableArray<string> grants = [.. named.Where(options.GrantTypes.Contains).Distinct(StringComparer.Ordinal)];
        if (grants.IsEmpty) return (null, "it has no grant type that is allowed here");
        var client = new Client
        {
            Id = Root.Text("client_id") ?? "",
            Type = method == "none" ? ClientType.Public : ClientType.Confidential,
            DisplayName = Name(),
            AuthenticationMethods = [method],
            GrantTypes = grants,
            RedirectUris = redirectUris,
            // Native applications register the address without a port, and the name localhost too (RFC 8252 §7.3).
            AnyLocalhostPort = true,
            Scope = Scopes(options, grants),
            Jwks = jwks,
            JwksUri = jwks is null ? jwksUri : null,
            TokenEndpointAuthSigningAlg = Root.Text("token_endpoint_auth_signing_alg"),
            DPoPBoundAccessTokens = byKey,
            TlsClientCertificateBoundAccessTokens = byCertificate,
            RequirePushedAuthorizationRequests = Is("require_pushed_authorization_requests"),
            RequireSignedRequestObject = Is("require_signed_request_object"),
            RequestObjectSigningAlg = Root.Text("request_object_signing_alg"),
            Properties = Addresses.Aggregate(Properties.Empty, (all, name) => Address(name) is { } uri ? all.With(name, uri) : all),
        };
        client = client.WithSource(ClientSource.MetadataDocument).AsSelfRegistered();
        return (client.WithAuthorizationDetailsTypes(DetailsTypes(options)), null);
    }

    // "application/json", or a type with the suffix (RFC 6839 §3.1).
    private static bool IsJson(string? mediaType) => mediaType is not null
        && (mediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (mediaType.StartsWith("application/", StringComparison.OrdinalIgnoreCase)
                && mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase)));

    // Some clients list all that they can do, and name no single method.
    private string? Method(ClientIdMetadataDocumentOptions options, IReadOnlyCollection<string> methods, bool hasKeys)
    {
        var named = Root.Text("token_endpoint_auth_method") is { } one ? [one]
            : Texts("token_endpoint_auth_methods_supported") is { Length: > 0 } several ? several
            : ["none"];
        return options.AuthenticationMethods.FirstOrDefault(method =>
            named.Contains(method, StringComparer.Ordinal) && methods.Contains(method) && (method == "none" || hasKeys)
            && !method.StartsWith("client_secret", StringComparison.Ordinal));
    }

    private (string? Jwks, string? JwksUri) Keys() => (
        Root.TryGetProperty("jwks", out var jwks) && jwks.ValueKind == JsonValueKind.Object ? jwks.GetRawText() : null,
        Address("jwks_uri"));

    // A client lists the scope that it needs first, and asks its user for more when a resource needs it (RFC 6750 §3.1). Without a user its
    // document decides. A client that registers is treated alike.
    private Scope Scopes(ClientIdMetadataDocumentOptions options, ImmutableArray<string> grants)
    {
        var all = Scope.Of(options.Scopes);
        return grants.Contains(ClientCredentialsGrant.Name) && Root.Text("scope") is { } text
            ? Scope.TryParse(text, out var requested) ? requested.Intersect(all) : Scope.Empty
            : all;
    }

    // Never null: that would allow each type of the server (RFC 9396 §10).
    private IEnumerable<string> DetailsTypes(ClientIdMetadataDocumentOptions options) =>
        Root.Has("authorization_details_types")
            ? options.AuthorizationDetailsTypes.Intersect(Texts("authorization_details_types"), StringComparer.Ordinal)
            : options.AuthorizationDetailsTypes;

    // §4.1: what a client publishes must not have a private key: any party can sign with it then.
    private static bool HasPrivateKey(JsonElement root) =>
        root.TryGetProperty("jwks", out var jwks) && jwks.ValueKind == JsonValueKind.Object
        && jwks.TryGetProperty("keys", out var keys) && keys.ValueKind == JsonValueKind.Array
        && keys.EnumerateArray().Any(key => key.ValueKind == JsonValueKind.Object && PrivateMembers.Any(name => key.Has(name)));

    // A name that could show other words than it has is not shown; the address of the document is.
    private string? Name() => Root.Text("client_name") is { Length: <= MaxName } name && name.EnumerateRunes().All(rune =>
        Rune.GetUnicodeCategory(rune) is not (System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format))
        ? name
        : null;

    private string? Address(string name) =>
        Root.Text(name) is { } text && text.StartsWith("https://", StringComparison.Ordinal) && RedirectUri.Problem(text) is null
            ? text
            : null;

    private bool Is(string name) => Root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private string[] Texts(string name) =>
        Root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!)]
            : [];
}
