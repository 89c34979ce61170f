using System.Diagnostics.CodeAnalysis;

namespace OAuth2Server.Jwt;

/// <summary>The metadata of an authorization server, as far as a resource server needs it (RFC 8414 §2).</summary>
/// <param name="KeysAddress">The <c>jwks_uri</c>; null when the server has no keys.</param>
/// <param name="IntrospectionAddress">The <c>introspection_endpoint</c>; null when it has none.</param>
internal sealed record RemoteMetadata(string? KeysAddress, string? IntrospectionAddress)
{
    /// <summary>The largest document that is read, in bytes.</summary>
    internal const int MaxBytes = 512 * 1024;

    /// <summary>Where the metadata of an issuer is, in the order of the attempts: the path of the issuer behind the well-known part (RFC
    /// 8414 §3.1), then where OpenID Connect Discovery has it (§5).</summary>
    internal static IEnumerable<string> AddressesOf(string issuer)
    {
        var uri = new Uri(issuer);
        var (origin, path) = (uri.GetLeftPart(UriPartial.Authority), uri.AbsolutePath.TrimEnd('/'));
        yield return $"{origin}/.well-known/oauth-authorization-server{path}";
        yield return $"{origin}/.well-known/openid-configuration{path}";
        if (path.Length > 0) yield return $"{origin}{path}/.well-known/openid-configuration";
    }

    /// <summary>Reads the document.</summary>
    /// <param name="utf8">The document.</param>
    /// <param name="issuer">The issuer that it must be about: a server could else speak for another one (RFC 8414 §3.3).</param>
    /// <param name="metadata">What it says.</param>
    /// <param name="problem">What is wrong, as the end of a sentence.</param>
    internal static bool TryRead(
        ReadOnlyMemory<byte> utf8, string issuer, [NotNullWhen(true)] out RemoteMetadata? metadata, out string problem)
    {
        metadata = null;
        problem = "its metadata is no JSON object, or has a member twice";
        if (!StrictJson.TryRead(utf8, out var document)) return false;
        using (document)
        {
            var json = document.RootElement;
            problem = "the issuer in its metadata is not the configured Authority, character by character (RFC 8414 §3.3)";
            if (json.Text("issuer") != issuer) return false;
            problem = "an endpoint in its metadata is no https address";
            if (json.Has("jwks_uri") && !RemoteServer.IsSafe(json.Text("jwks_uri"))) return false;
            if (json.Has("introspection_endpoint") && !RemoteServer.IsSafe(json.Text("introspection_endpoint"))) return false;
            metadata = new(json.Text("jwks_uri"), json.Text("introspection_endpoint"));
            return true;
        }
    }
}
