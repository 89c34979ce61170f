namespace OAuth2Server.Jwt;

/// <summary>The claim <c>htu</c>: the address of a request without query and fragment (RFC 9449 §4.2, §4.3).</summary>
internal static class ProofAddress
{
    private const int MaxLength = 2048;

    /// <summary>Whether the address of a proof is that of the request, after the normalisation of RFC 3986 §6.2.2 and §6.2.3.</summary>
    /// <param name="claimed">The claim. A query and a fragment are left out, because some clients send the whole address.</param>
    /// <param name="expected">The address of the request.</param>
    internal static bool AreSame(string claimed, string expected)
    {
        if (claimed.Length > MaxLength) return false;
        return claimed == expected || (Normal(claimed) is { } normal && normal == Normal(expected));
    }

    /// <summary>The normal form: scheme and host in lower case, without the port of the scheme, without dot segments, escapes of unreserved
    /// characters resolved and the digits of the others in upper case. Null when the text is no such address.</summary>
    internal static string? Normal(string address)
    {
        var end = address.AsSpan().IndexOfAny('?', '#');
        if (end >= 0) address = address[..end];
        if (!Uri.IsWellFormedUriString(address, UriKind.Absolute) || !Uri.TryCreate(address, UriKind.Absolute, out var uri)) return null;
        if ((uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp) || uri.UserInfo.Length > 0) return null;
        return UpperEscapes(uri.AbsoluteUri);
    }

    private static string UpperEscapes(string uri) => !uri.Contains('%', StringComparison.Ordinal) ? uri : string.Create(
        uri.Length, uri, static (text, uri) =>
        {
            var digits = 0;
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = digits > 0 ? char.ToUpperInvariant(uri[i]) : uri[i];
                digits = uri[i] == '%' ? 2 : digits - 1;
            }
        });
}
