namespace OAuth2Server.Jwt;

/// <summary>Which client identifiers are addresses of client metadata documents (draft-ietf-oauth-client-id-metadata-document-02
/// §3).</summary>
public static class ClientIdUrl
{
    private const string Scheme = "https://";
    private const int MaxLength = 1000;

    /// <summary>Decides whether a client identifier is the address of a document: an https URL with a path, in its normal form, without
    /// user, fragment, dot segments and backslashes.</summary>
    /// <param name="clientId">The client identifier.</param>
    public static bool IsValid(string clientId)
    {
        ArgumentNullException.ThrowIfNull(clientId);
        // The normal form alone: readers differ about the others, and identifiers are compared as text.
        return clientId.StartsWith(Scheme, StringComparison.Ordinal) && clientId.Length <= MaxLength
            && clientId.All(c => c is > ' ' and < '\x7f' and not '\\' and not '#')
            && Uri.TryCreate(clientId, UriKind.Absolute, out var url) && url.AbsoluteUri == clientId
            && url.UserInfo.Length == 0 && url.Host.Length > 0 && url.AbsolutePath.Length > 1 && !HasDotSegment(url);
    }

    /// <summary>The host of the address: what a consent page shows, because the author of a document chooses the name in it.</summary>
    /// <param name="clientId">The client identifier.</param>
    /// <returns>The host; null for an identifier that is no such address.</returns>
    public static string? HostOf(string clientId) => IsValid(clientId) ? new Uri(clientId).Host : null;

    // System.Uri removes them, escaped ones too, so that the normal form has none; a server may unescape once more.
    private static bool HasDotSegment(Uri url) => url.AbsolutePath.Split('/').Any(segment =>
        Uri.UnescapeDataString(Uri.UnescapeDataString(segment)) is "." or "..");
}
