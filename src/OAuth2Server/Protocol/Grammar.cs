using System.Buffers;

namespace OAuth2Server;

/// <summary>The character sets of RFC 6749 appendix A and RFC 7636 §4.</summary>
/// <remarks>They are sets and not regular expressions: <c>$</c> in a regular expression also accepts a final line feed.</remarks>
internal static class Grammar
{
    private static readonly SearchValues<char> VsCharSet = Range('\x20', '\x7E');
    private static readonly SearchValues<char> NqCharSet = Range('\x21', '\x7E', except: "\"\\");
    private static readonly SearchValues<char> NqsCharSet = Range('\x20', '\x7E', except: "\"\\");
    private static readonly SearchValues<char> UnreservedSet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");
    private static readonly SearchValues<char> Base64UrlSet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
    private static readonly SearchValues<char> Token68Set =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/");
    private static readonly SearchValues<char> ControlSet = Range('\0', '\x1F', plus: "\x7F");

    /// <summary>client_id, client_secret, code, state, refresh_token: visible ASCII and space (RFC 6749 §A).</summary>
    internal static bool IsVsChar(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExcept(VsCharSet);

    /// <summary>One scope token (RFC 6749 §A.4).</summary>
    internal static bool IsNqChar(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExcept(NqCharSet);

    /// <summary>username and password: printable characters of any language (RFC 6749 §A.15).</summary>
    internal static bool IsUnicodeText(ReadOnlySpan<char> text)
    {
        // Tab is the only control character in UNICODECHARNOCRLF; the last character of that set is U+FFFD.
        foreach (var c in text)
        {
            if ((c != '\t' && ControlSet.Contains(c)) || c is '\uFFFE' or '\uFFFF') return false;
        }
        return text.Length > 0;
    }

    /// <summary>A code verifier, or a plain challenge: 43 to 128 unreserved characters (RFC 7636 §4.1).</summary>
    internal static bool IsCodeVerifier(ReadOnlySpan<char> text) =>
        text.Length is >= 43 and <= 128 && !text.ContainsAnyExcept(UnreservedSet);

    /// <summary>An S256 challenge: base64url of 32 bytes, without padding (RFC 7636 §4.2).</summary>
    internal static bool IsS256Challenge(ReadOnlySpan<char> text) => text.Length == 43 && !text.ContainsAnyExcept(Base64UrlSet);

    /// <summary>A bearer token in the Authorization header (RFC 6750 §2.1, <c>b64token</c>).</summary>
    internal static bool IsToken68(ReadOnlySpan<char> text)
    {
        var body = text.TrimEnd('=');
        return body.Length > 0 && !body.ContainsAnyExcept(Token68Set);
    }

    /// <summary>The text, with a space in the place of each character that an error member may not contain (RFC 6749 §5.2).</summary>
    internal static string DescriptionText(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(NqsCharSet)) return text;
        return string.Create(text.Length, text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = NqsCharSet.Contains(source[i]) ? source[i] : ' ';
        });
    }

    private static SearchValues<char> Range(char from, char to, string except = "", string plus = "")
    {
        var all = Enumerable.Range(from, to - from + 1).Select(c => (char)c).Except(except).Concat(plus);
        return SearchValues.Create(all.ToArray());
    }
}
