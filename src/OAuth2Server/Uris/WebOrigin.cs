using System.Buffers;
using System.Globalization;

namespace OAuth2Server;

/// <summary>The origin of a URI, as browsers write it into the <c>Origin</c> header (RFC 6454 §6.2): scheme, host, and the port unless it
/// is the scheme's own.</summary>
public static class WebOrigin
{
    private static readonly SearchValues<char> HostCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-._");
    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create("abcdef0123456789:.");

    /// <summary>Tells the origin of a URI.</summary>
    /// <param name="uri">The URI, for instance a redirect URI.</param>
    /// <returns><c>https://app.example.com</c>, <c>http://127.0.0.1:8080</c>; null for a URI without one: another scheme than https and
    /// http (a private-use scheme), user information, a host that is not written in ASCII.</returns>
    public static string? Of(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        // Text, not System.Uri: what it forgives (backslashes, spaces, other digits) browsers read differently.
        var scheme = uri.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            ? "https" : uri.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? "http"
            : null;
        if (scheme is null) return null;

        var authority = uri.AsSpan(scheme.Length + 3);
        var end = authority.IndexOfAny('/', '?', '#');
        if (end >= 0) authority = authority[..end];
        var colon = authority.LastIndexOf(':');
        // The colons of an IPv6 address stand within brackets.
        if (colon < authority.LastIndexOf(']')) colon = -1;
        var host = (colon < 0 ? authority : authority[..colon]).ToString().ToLowerInvariant();
        if (!IsHost(host)) return null;

        return colon < 0 ? $"{scheme}://{host}" : WithPort(scheme, host, authority[(colon + 1)..]);
    }

    private static string? WithPort(string scheme, string host, ReadOnlySpan<char> digits)
    {
        if (digits.IsEmpty) return $"{scheme}://{host}";
        if (!ushort.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var port)) return null;
        return port == (scheme == "https" ? 443 : 80)
            ? $"{scheme}://{host}"
            : string.Create(CultureInfo.InvariantCulture, $"{scheme}://{host}:{port}");
    }

    // No host name is longer (RFC 1035 §2.3.4): an attacker sends one so that it is kept and searched for.
    private static bool IsHost(string host) => host.Length <= 253 && (host is ['[', .. var address, ']']
        ? address.Length > 0 && !address.AsSpan().ContainsAnyExcept(AddressCharacters)
        : host.Length > 0 && !host.AsSpan().ContainsAnyExcept(HostCharacters));
}
