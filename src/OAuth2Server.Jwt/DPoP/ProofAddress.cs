using System.Buffers;
using System.Globalization;
using System.Text;

namespace OAuth2Server.Jwt;

/// <summary>The claim <c>htu</c>: the address of a request without query and fragment (RFC 9449 §4.2, §4.3).</summary>
internal static class ProofAddress
{
    private const int MaxLength = 2048;

    // RFC 3986 §3.3, besides the unreserved characters.
    private static readonly SearchValues<char> OfSegments = SearchValues.Create("!$&'()*+,;=:@");

    private static readonly SearchValues<char> Unescaped = SearchValues.Create("[]^|");

    /// <summary>Whether the address of a proof is that of the request, after the normalisation of RFC 3986 §6.2.2 and §6.2.3.</summary>
    /// <param name="claimed">The claim. A query and a fragment are left out, because some clients send the whole address.</param>
    /// <param name="expected">The address of the request.</param>
    internal static bool AreSame(string claimed, string expected)
    {
        if (claimed.Length > MaxLength) return false;
        return claimed == expected || (Normal(claimed) is { } normal && normal == Normal(expected));
    }

    /// <summary>The normal form: scheme and host in lower case, without the port of the scheme, without dot segments; in the path, escapes
    /// of unreserved characters resolved and the digits of the others in upper case. Null when the text is no such address.</summary>
    /// <remarks>Beyond RFC 3986: the characters that a segment may have are the same with and without escape, because proxies and
    /// frameworks write one for the other; those that browsers send without escape are escaped. A slash, a question mark, a percent sign
    /// and a backslash are never the same as their escapes.</remarks>
    internal static string? Normal(string address)
    {
        var end = address.AsSpan().IndexOfAny('?', '#');
        if (end >= 0) address = address[..end];
        address = EscapePath(address);
        if (!Uri.IsWellFormedUriString(address, UriKind.Absolute) || !Uri.TryCreate(address, UriKind.Absolute, out var uri)) return null;
        if ((uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp) || uri.UserInfo.Length > 0) return null;
        return uri.GetLeftPart(UriPartial.Authority) + ResolveEscapes(uri.AbsolutePath);
    }

    // A URL of the WHATWG URL Standard has them as they are; an address of IPv6 has brackets in its authority.
    private static string EscapePath(string address)
    {
        var authority = address.IndexOf("://", StringComparison.Ordinal);
        var path = authority < 0 ? -1 : address.IndexOf('/', authority + 3);
        if (path < 0 || !address.AsSpan(path).ContainsAny(Unescaped)) return address;
        return address[..path] + address[path..].Replace("[", "%5B", StringComparison.Ordinal).Replace("]", "%5D", StringComparison.Ordinal)
            .Replace("^", "%5E", StringComparison.Ordinal).Replace("|", "%7C", StringComparison.Ordinal);
    }

    private static string ResolveEscapes(string path)
    {
        if (!path.Contains('%', StringComparison.Ordinal)) return path;
        var text = new StringBuilder(path.Length);
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] != '%' || i + 2 >= path.Length)
            {
                text.Append(path[i]);
                continue;
            }
            var digits = path.AsSpan(i + 1, 2);
            var c = byte.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? (char)value : '%';
            if (OfSegments.Contains(c)) text.Append(c);
            else text.Append('%').Append(char.ToUpperInvariant(digits[0])).Append(char.ToUpperInvariant(digits[1]));
            i += 2;
        }
        return text.ToString();
    }
}
