namespace OAuth2Server.AspNetCore;

/// <summary>The identifier of a protected resource, and where its metadata is (RFC 9728 §3.1).</summary>
internal static class ResourceAddress
{
    internal const string WellKnown = "/.well-known/oauth-protected-resource";

    internal static bool IsIdentifier(string resource) =>
        !resource.Contains('#', StringComparison.Ordinal) && resource.All(char.IsAscii)
            && Uri.IsWellFormedUriString(resource, UriKind.Absolute);

    /// <summary>Whether metadata can be published for it: an https URL, or http on this machine (RFC 9728 §1.2).</summary>
    internal static bool IsPublishable(string resource) =>
        IsIdentifier(resource) && new Uri(resource) is var uri
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    /// <summary>The path of the metadata: the well-known part stands before the path of the resource, which is not changed.</summary>
    internal static string MetadataPath(string resource) => WellKnown + PathOf(resource);

    /// <summary>The URL of the metadata.</summary>
    internal static string MetadataAddress(string resource)
    {
        var query = resource.IndexOf('?', StringComparison.Ordinal);
        return Origin(resource) + MetadataPath(resource) + (query < 0 ? "" : resource[query..]);
    }

    // As it is written: System.Uri changes the case of the host and takes the port of the scheme away.
    private static string Origin(string resource) => resource[..EndOfOrigin(resource)];

    private static string PathOf(string resource)
    {
        var path = resource[EndOfOrigin(resource)..].Split('?')[0];
        return path == "/" ? "" : path;
    }

    private static int EndOfOrigin(string resource)
    {
        var end = resource.IndexOfAny(['/', '?'], resource.IndexOf("//", StringComparison.Ordinal) + 2);
        return end < 0 ? resource.Length : end;
    }
}
