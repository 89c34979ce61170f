namespace OAuth2Server;

/// <summary>The rules of an issuer identifier (RFC 8414 §2, RFC 9207 §2).</summary>
internal static class IssuerUri
{
    /// <summary>What is wrong with an issuer, as the end of a sentence; null when nothing is.</summary>
    internal static string? Problem(string issuer)
    {
        if (issuer.Length == 0) return "is missing: set it to the URL that clients know this server by, for instance https://auth.example.com.";
        if (!Uri.TryCreate(issuer, UriKind.Absolute, out var uri)) return $"'{issuer}' is no absolute URL.";
        if (issuer.Contains('?', StringComparison.Ordinal) || issuer.Contains('#', StringComparison.Ordinal)) return $"'{issuer}' must have no query and no fragment (RFC 8414 §2).";
        if (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)) return $"'{issuer}' must be an https URL; http is for a loopback host only (RFC 8414 §2).";
        return null;
    }
}
