using System.Text;

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
    /// <remarks>Nothing else: two paths that an attacker can control separately must not be one audience. Only the case of ASCII letters is
    /// ignored: other letters have lower-case forms that are ASCII.</remarks>
    internal static bool AreSame(string one, string other)
    {
        if (one == other) return true;
        var first = Parts.Of(one);
        var second = Parts.Of(other);
        return Ascii.EqualsIgnoreCase(first.Scheme, second.Scheme) && first.User.SequenceEqual(second.User)
            && Ascii.EqualsIgnoreCase(first.Host, second.Host) && first.Path.SequenceEqual(second.Path);
    }

    /// <summary>What is compared separately.</summary>
    private readonly ref struct Parts
    {
        internal ReadOnlySpan<char> Scheme { get; private init; }

        /// <summary>The slashes and what is before the host, with its @.</summary>
        internal ReadOnlySpan<char> User { get; private init; }

        /// <summary>The host and a port that is not that of the scheme.</summary>
        internal ReadOnlySpan<char> Host { get; private init; }

        /// <summary>Everything behind the host.</summary>
        internal ReadOnlySpan<char> Path { get; private init; }

        internal static Parts Of(ReadOnlySpan<char> uri)
        {
            var colon = uri.IndexOf(':');
            if (colon < 0) return new() { Path = uri };
            var scheme = uri[..colon];
            var rest = uri[(colon + 1)..];
            if (!rest.StartsWith("//")) return new() { Scheme = scheme, Path = rest };

            var end = rest[2..].IndexOfAny('/', '?') is var at && at < 0 ? rest.Length : at + 2;
            var host = rest[..end].LastIndexOf('@') is var sign && sign < 0 ? 2 : sign + 1;
            return new()
            {
                Scheme = scheme,
                User = rest[..host],
                Host = WithoutPort(scheme, rest[host..end]),
                // A slash alone is as no path, with a query behind it too.
                Path = rest[end..] is ['/'] or ['/', '?', ..] ? rest[(end + 1)..] : rest[end..],
            };
        }

        private static ReadOnlySpan<char> WithoutPort(ReadOnlySpan<char> scheme, ReadOnlySpan<char> host)
        {
            var port = Ascii.EqualsIgnoreCase(scheme, "https") ? ":443" : Ascii.EqualsIgnoreCase(scheme, "http") ? ":80" : "";
            return port.Length > 0 && host.EndsWith(port, StringComparison.Ordinal) && host[..^port.Length] is [.., not ':']
                ? host[..^port.Length]
                : host;
        }
    }
}
