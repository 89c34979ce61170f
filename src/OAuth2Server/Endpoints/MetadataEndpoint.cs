using System.Buffers.Text;
using System.Security.Cryptography;

namespace OAuth2Server;

/// <summary>The metadata endpoint (RFC 8414 §3): every other endpoint describes itself.</summary>
internal sealed class MetadataEndpoint(
    OAuthEnvironment environment, IEnumerable<IEndpoint> others, IEnumerable<IMetadataPart> parts, MetadataAddress address) : IEndpoint
{
    /// <summary>The address of RFC 8414.</summary>
    internal static MetadataAddress OAuth { get; } = new(EndpointName.Metadata, "/.well-known/oauth-authorization-server");

    /// <summary>More issuers than one server has; an address that an attacker invents must not fill the memory.</summary>
    private const int MaxDocuments = 1000;

    public string Name => address.Name;

    public string Path => address.Path;

    public BrowserAccess Browsers => BrowserAccess.EveryOrigin;

    public ValueTask<Outcome<OAuthResponse>> HandleAsync(OAuthContext context, CancellationToken ct) => new(Handle(context));

    private Outcome<OAuthResponse> Handle(OAuthContext context)
    {
        var request = context.Request;
        if (request.Method is not ("GET" or "HEAD")) return OAuthError.MethodNotAllowed("GET, HEAD", "RFC 8414 §3.1");
        // The issuer of the context is the one that the address names; one of another path is not asked for here.
        var path = WellKnown.IssuerPath(request.Uri.AbsolutePath, Path);
        return path is not null && new Uri(context.Issuer).AbsolutePath.TrimEnd('/') == path
            ? Cacheable(DocumentOf(context), request)
            : new OAuthError("invalid_request", "There is no such issuer.", 404) { Rule = "RFC 8414 §3.1" };
    }

    private byte[] DocumentOf(OAuthContext context)
    {
        var documents = environment.MetadataDocuments;
        var key = (context.Issuer, context.EndpointsPath);
        if (documents.TryGetValue(key, out var known)) return known;

        var metadata = Describe(context.Issuer, EndpointAddress.BaseOf(context.Issuer, context.EndpointsPath));
        if (documents.Count >= MaxDocuments) documents.Clear();
        return documents[key] = metadata.ToJson();
    }

    /// <summary>What every endpoint announces.</summary>
    internal ServerMetadata Describe(string issuer, string endpoints)
    {
        var metadata = new ServerMetadata(issuer, endpoints, environment.Options.Profile);
        foreach (var endpoint in others) endpoint.Describe(metadata);
        foreach (var part in parts) part.Describe(metadata);
        metadata.Add("scopes_supported", environment.Options.ScopesSupported.Distinct(StringComparer.Ordinal));
        metadata.Add("authorization_details_types_supported", environment.Options.AuthorizationDetailsTypes.Select(type => type.Type));
        return metadata;
    }

    private static OAuthResponse Cacheable(byte[] document, OAuthRequest request)
    {
        var tag = $"\"{Base64Url.EncodeToString(SHA256.HashData(document).AsSpan(0, 16))}\"";
        KeyValuePair<string, string>[] headers = [new("Cache-Control", "public, max-age=3600"), new("ETag", tag)];
        return request.Header("If-None-Match").Any(known => known?.Trim() == "*" || known?.Contains(tag, StringComparison.Ordinal) == true)
            ? new(304, [.. headers], default)
            : new(200, [new("Content-Type", "application/json"), .. headers], document);
    }
}
