namespace OAuth2Server;

/// <summary>The rules of an issuer identifier (RFC 8414 §2, RFC 9207 §2).</summary>
internal static class IssuerUri
{
    /// <summary>What is wrong with an issuer, as the end of a sentence; null when nothing is.</summary>
    internal static string? Problem(string issuer)
    {
        if (issuer.Length == 0)
            return "is missing: set it to the URL that clients know this server by, for instance https://auth.example.com.";
        // It stands in the quoted realm of every challenge (RFC 9110 §11.5), and clients compare it as text.
        if (!Grammar.IsNqChar(issuer)) return $"'{issuer}' has characters that no URL has (RFC 3986 §2).";
        if (!Uri.TryCreate(issuer, UriKind.Absolute, out var uri)) return $"'{issuer}' is no absolute URL.";
        if (issuer.Contains('?', StringComparison.Ordinal) || issuer.Contains('#', StringComparison.Ordinal))
            return $"'{issuer}' must have no query and no fragment (RFC 8414 §2).";
        if (uri.UserInfo.Length > 0 || issuer.Contains('@', StringComparison.Ordinal))
            return $"'{uri.Scheme}://…@{uri.Authority}' must have no user and no password (RFC 9110 §4.2.4).";
        if (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            return $"'{issuer}' must be an https URL; http is for a loopback host only (RFC 8414 §2).";
        return null;
    }
}
