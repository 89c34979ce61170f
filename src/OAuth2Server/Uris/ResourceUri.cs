namespace OAuth2Server;

/// <summary>The form of a resource indicator (RFC 8707 §2), an absolute URI without fragment, and which two name the same
/// resource.</summary>
internal static class ResourceUri
{
    internal static bool IsValid(string resource) =>
        Grammar.IsVsChar(resource) && !resource.Contains('#', StringComparison.Ordinal)
            && Uri.IsWellFormedUriString(resource, UriKind.Absolute);

    /// <summary>True when two identifiers differ at most in what clients change when they parse a URI: the case of scheme and host, the
    /// port of the scheme, and a slash in the place of an empty path (RFC 3986 §6.2.2.1, §6.2.3).</summary>
    /// <remarks>Nothing else: two paths that an attacker can control separately must not be one audience.</remarks>
    internal static bool AreSame(string one, string other) => one == other || Normalized(one) == Normalized(other);

    private static string Normalized(string uri)
    {
        var colon = uri.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return uri;
        var (scheme, rest) = (uri[..colon].ToLowerInvariant(), uri[(colon + 1)..]);
        if (!rest.StartsWith("//", StringComparison.Ordinal)) return $"{scheme}:{rest}";

        var end = rest.AsSpan(2).IndexOfAny('/', '?') is var at && at < 0 ? rest.Length : at + 2;
        // The text before the @ is no part of the host.
        var host = rest.LastIndexOf('@', end - 1, end - 2) is var sign && sign < 0 ? 2 : sign + 1;
        var path = end < rest.Length && rest[end] == '/' ? rest[end..] : "/" + rest[end..];
        return $"{scheme}:{rest[..host]}{WithoutPort(scheme, rest[host..end].ToLowerInvariant())}{path}";
    }

    private static string WithoutPort(string scheme, string host) => scheme switch
    {
        "https" when host.EndsWith(":443", StringComparison.Ordinal) => host[..^4],
        "http" when host.EndsWith(":80", StringComparison.Ordinal) => host[..^3],
        _ => host,
    };
}
