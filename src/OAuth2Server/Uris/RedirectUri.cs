using System.Buffers;
using System.Collections.Frozen;

namespace OAuth2Server;

/// <summary>
/// Which texts may be redirect URIs, at registration and in a request (RFC 6749 §3.1.2, RFC 8252 §7, RFC 9700 §2.1 and §4.1).
/// </summary>
public static class RedirectUri
{
    private static readonly SearchValues<char> UriCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?[]@!$&'()*+,;=%");

    // Browsers and operating systems handle these themselves: with a code in them they run a script, open a document or start a program.
    private static readonly FrozenSet<string> NeverPrivate = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "about", "blob", "chrome", "chrome-extension", "content", "data", "feed", "file", "filesystem", "ftp", "intent", "jar",
        "javascript", "livescript", "mailto", "mhtml", "mocha", "moz-extension", "ms-msdt", "res", "resource", "search-ms", "sftp",
        "shell", "sms", "ssh", "tel", "telnet", "vbscript", "view-source", "ws", "wss");

    /// <summary>Says what is wrong with a redirect URI.</summary>
    /// <param name="redirectUri">The text, as registered or as requested.</param>
    /// <param name="schemeWithoutDot">Whether the scheme may be a private-use scheme without a dot
    /// (<see cref="Client.SchemesWithoutDot"/>).</param>
    /// <returns>
    /// A sentence for the person who registers it; null when it may be used: https, http on loopback, or a private-use scheme.
    /// </returns>
    public static string? Problem(string redirectUri, bool schemeWithoutDot = false)
    {
        ArgumentNullException.ThrowIfNull(redirectUri);
        if (redirectUri.Contains('#', StringComparison.Ordinal)) return "It has a fragment (RFC 6749 §3.1.2).";
        // System.Uri accepts backslashes, spaces and more, and browsers read them differently: an attacker uses that difference.
        if (redirectUri.AsSpan().ContainsAnyExcept(UriCharacters)) return "It has characters that a URI cannot contain (RFC 3986 §2).";
        if (!Uri.TryCreate(redirectUri, UriKind.Absolute, out var uri)
            || !redirectUri.StartsWith(uri.Scheme + ":", StringComparison.OrdinalIgnoreCase))
        {
            return "It is not an absolute URI (RFC 6749 §3.1.2).";
        }
        if (uri.Scheme == Uri.UriSchemeHttps) return ProblemOfAuthority(redirectUri, uri);
        if (uri.Scheme == Uri.UriSchemeHttp)
        {
            return IsLoopback(uri)
                ? ProblemOfAuthority(redirectUri, uri)
                : "Plain http is for loopback addresses only (RFC 9700 §2.6, RFC 8252 §7.3).";
        }
        // A private-use scheme is a reversed domain name. Its dot also excludes
        // javascript:, data:, file: and similar schemes (RFC 8252 §7.1).
        if (uri.Scheme.Contains('.', StringComparison.Ordinal)) return null;
        if (schemeWithoutDot)
            return NeverPrivate.Contains(uri.Scheme) ? "Its scheme is one that browsers or operating systems handle themselves." : null;
        return "Its scheme is neither https nor a private-use scheme with a dot, such as com.example.app (RFC 8252 §7.1).";
    }

    /// <summary>True when both are http URIs of a loopback address and are equal except for the port.</summary>
    /// <param name="registered">The registered URI.</param>
    /// <param name="requested">The requested URI.</param>
    /// <param name="alsoLocalhost">
    /// Whether the name <c>localhost</c> counts as a loopback address, which RFC 8252 §8.3 does not recommend.
    /// </param>
    internal static bool MatchesAnyLoopbackPort(string registered, string requested, bool alsoLocalhost) =>
        TrySplitLoopback(registered, alsoLocalhost, out var host, out var rest)
        && TrySplitLoopback(requested, alsoLocalhost, out var otherHost, out var otherRest)
        && host.SequenceEqual(otherHost) && rest.SequenceEqual(otherRest);

    /// <summary>True when a page of an origin is at a redirect URI, by the same rule: the port of a loopback address may differ.</summary>
    /// <param name="registered">The registered URI.</param>
    /// <param name="origin">The origin, in the form of <see cref="WebOrigin.Of"/>.</param>
    /// <param name="alsoLocalhost">Whether the name <c>localhost</c> counts as a loopback address.</param>
    internal static bool HasOrigin(string registered, string origin, bool alsoLocalhost) =>
        WebOrigin.Of(registered) == origin
        || (TrySplitLoopback(registered, alsoLocalhost, out var host, out _)
            && TrySplitLoopback(origin, alsoLocalhost, out var otherHost, out var otherRest)
            && otherRest.IsEmpty && host.SequenceEqual(otherHost));

    private static bool IsLoopback(Uri uri) => uri.Host is "127.0.0.1" or "[::1]" or "localhost";

    private static string? ProblemOfAuthority(string text, Uri uri)
    {
        if (!text.AsSpan(uri.Scheme.Length).StartsWith("://", StringComparison.Ordinal) || uri.Host.Length == 0)
            return "It has no host (RFC 3986 §3.2.2).";
        // http://127.0.0.1@attacker.example: the text before the @ is not the host (RFC 9700 §4.1.1).
        return uri.UserInfo.Length > 0 || Authority(text).Contains('@') ? "It has user information before the host." : null;
    }

    private static ReadOnlySpan<char> Authority(ReadOnlySpan<char> text)
    {
        var after = text[(text.IndexOf("://") + 3)..];
        var end = after.IndexOfAny('/', '?');
        return end < 0 ? after : after[..end];
    }

    // It compares text and does not use System.Uri: only the digits of the port may differ.
    private static bool TrySplitLoopback(string uri, bool alsoLocalhost, out ReadOnlySpan<char> host, out ReadOnlySpan<char> rest)
    {
        rest = [];
        host = uri.StartsWith("http://127.0.0.1", StringComparison.Ordinal) ? "http://127.0.0.1"
            : uri.StartsWith("http://[::1]", StringComparison.Ordinal) ? "http://[::1]"
            : alsoLocalhost && uri.StartsWith("http://localhost", StringComparison.Ordinal) ? "http://localhost"
            : [];
        if (host.IsEmpty) return false;

        rest = uri.AsSpan(host.Length);
        if (rest is [':', ..])
        {
            var digits = rest[1..].IndexOfAnyExceptInRange('0', '9');
            var port = digits < 0 ? rest[1..] : rest[1..(digits + 1)];
            if (!ushort.TryParse(port, out _)) return false;
            rest = rest[(port.Length + 1)..];
        }
        return rest.IsEmpty || rest[0] is '/' or '?';
    }
}
