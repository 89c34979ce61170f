using System.Buffers.Text;
using System.Security.Cryptography;

namespace OAuth2Server;

/// <summary>The metadata endpoint (RFC 8414 §3): which issuer is asked for, and its document.</summary>
internal sealed class MetadataEndpoint(OAuth2ServerOptions options, TimeProvider clock, Func<ServerMetadata> metadata)
{
    internal const string WellKnown = "/.well-known/oauth-authorization-server";

    internal Outcome<OAuthResponse> Handle(OAuthRequest request, string endpointsPath)
    {
        if (request.Method is not ("GET" or "HEAD")) return Refusals.MethodNotAllowed("GET, HEAD", "RFC 8414 §3.1");
        if (IssuerPath(request.Uri.AbsolutePath) is not { } path) return NotFound();

        // Of several issuers the one that the address names is asked for, not the one that would answer at the well-known address itself.
        var asked = new RequestTo(request, new UriBuilder(request.Uri) { Path = path + "/", Query = "" }.Uri);
        var issuer = options.ContextOf(asked, clock).Issuer;
        return PathOf(issuer) == path ? Cacheable(metadata().Write(issuer, BaseOf(issuer, path, endpointsPath)), request) : NotFound();
    }

    private static OAuthError NotFound() => new("invalid_request", "There is no such issuer.", 404) { Rule = "RFC 8414 §3.1" };

    private static string PathOf(string issuer) => new Uri(issuer).AbsolutePath.TrimEnd('/');

    // The issuer's path stands behind the well-known one (RFC 8414 §3.1), or before it where an application under that path answers.
    private static string? IssuerPath(string path)
    {
        var at = path.IndexOf(WellKnown, StringComparison.Ordinal);
        if (at < 0) return null;
        var (before, after) = (path[..at], path[(at + WellKnown.Length)..]);
        if (after.Length > 0 && after[0] != '/') return null;
        return (before + after).TrimEnd('/') is var whole && (before.Length == 0 || after.TrimEnd('/').Length == 0) ? whole : null;
    }

    // Endpoints are below the issuer; an application that sees the issuer's whole path has it in its own.
    private static string BaseOf(string issuer, string issuerPath, string endpointsPath) =>
        issuer.TrimEnd('/') + (issuerPath.Length > 0 && endpointsPath.StartsWith(issuerPath + "/", StringComparison.Ordinal) ? endpointsPath[issuerPath.Length..] : endpointsPath);

    private static OAuthResponse Cacheable(byte[] document, OAuthRequest request)
    {
        var tag = $"\"{Base64Url.EncodeToString(SHA256.HashData(document).AsSpan(0, 16))}\"";
        KeyValuePair<string, string>[] headers = [new("Cache-Control", "public, max-age=3600"), new("ETag", tag)];
        return request.Header("If-None-Match").Any(known => known?.Trim() == "*" || known?.Contains(tag, StringComparison.Ordinal) == true)
            ? new(304, [.. headers], default)
            : new(200, [new("Content-Type", "application/json"), .. headers], document);
    }

    /// <summary>The same request, sent to another address.</summary>
    private sealed class RequestTo(OAuthRequest request, Uri uri) : OAuthRequest
    {
        public override string Method => request.Method;

        public override Uri Uri => uri;

        public override RequestParameters Parameters => request.Parameters;

        public override IReadOnlyList<string?> Header(string name) => request.Header(name);

        public override string CorrelationId => request.CorrelationId;

        public override System.Net.IPAddress? RemoteAddress => request.RemoteAddress;
    }
}
