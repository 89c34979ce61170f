namespace OAuth2Server;

/// <summary>The form of a resource indicator (RFC 8707 §2): an absolute URI without fragment.</summary>
internal static class ResourceUri
{
    internal static bool IsValid(string resource) =>
        Grammar.IsVsChar(resource) && !resource.Contains('#', StringComparison.Ordinal)
            && Uri.IsWellFormedUriString(resource, UriKind.Absolute);
}
