namespace OAuth2Server;

/// <summary>Well-known addresses (RFC 8615): the path of the issuer stands behind the well-known part (RFC 8414 §3.1), or before it where
/// an application is below that path.</summary>
internal static class WellKnown
{
    private const string Prefix = "/.well-known/";

    /// <summary>The address of the issuer that a well-known address belongs to; any other address unchanged.</summary>
    internal static Uri IssuerAddress(Uri uri)
    {
        var path = uri.AbsolutePath;
        var at = path.IndexOf(Prefix, StringComparison.Ordinal);
        if (at < 0) return uri;
        var end = path.IndexOf('/', at + Prefix.Length);
        return new UriBuilder(uri) { Path = (end < 0 ? path[..at] : path[..at] + path[end..]).TrimEnd('/') + "/", Query = "" }.Uri;
    }

    /// <summary>The path of the issuer that an address of one well-known name asks for, without a slash at its end; null when the address
    /// is no such address.</summary>
    /// <param name="path">The path of the request.</param>
    /// <param name="wellKnown">The well-known path, for instance <c>/.well-known/oauth-authorization-server</c>.</param>
    internal static string? IssuerPath(string path, string wellKnown)
    {
        var at = path.IndexOf(wellKnown, StringComparison.Ordinal);
        if (at < 0) return null;
        var (before, after) = (path[..at], path[(at + wellKnown.Length)..].TrimEnd('/'));
        if (after.Length > 0 && after[0] != '/') return null;
        return before.Length == 0 || after.Length == 0 ? before + after : null;
    }
}
