using System.Formats.Asn1;
using System.Text;

namespace OAuth2Server.Jwt;

/// <summary>Reads the text form of a distinguished name (RFC 4514 §3).</summary>
internal static class DistinguishedNameText
{
    /// <summary>Longer than any name of a client.</summary>
    private const int MaxLength = 2000;

    /// <summary>The levels in the order of the text; null when it is no such text.</summary>
    internal static List<List<string>>? Read(string text)
    {
        if (text.Length is 0 or > MaxLength) return null;
        var levels = new List<List<string>> { new() };
        var at = 0;
        while (true)
        {
            if (ReadAttribute(text, ref at) is not { } attribute) return null;
            levels[^1].Add(attribute);
            if (at == text.Length) return levels;
            if (text[at++] == ',') levels.Add([]);
        }
    }

    // Stops at the comma or the plus behind the attribute, or at the end.
    private static string? ReadAttribute(string text, ref int at)
    {
        var equals = text.IndexOf('=', at);
        if (equals < 0 || NameAttribute.TypeOf(text[at..equals].Trim(' ')) is not { } type) return null;
        at = equals + 1;
        while (at < text.Length && text[at] == ' ') at++;
        return at < text.Length && text[at] == '#' ? ReadEncoded(type, text, ref at) : ReadText(type, text, ref at);
    }

    // #04024869: the value in BER.
    private static string? ReadEncoded(string type, string text, ref int at)
    {
        var start = ++at;
        while (at < text.Length && char.IsAsciiHexDigit(text[at])) at++;
        var digits = text.AsSpan(start, at - start);
        while (at < text.Length && text[at] == ' ') at++;
        if (digits.Length is 0 || digits.Length % 2 != 0 || (at < text.Length && text[at] is not (',' or '+'))) return null;
        try
        {
            return NameAttribute.OfDer(type, Convert.FromHexString(digits));
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static string? ReadText(string type, string text, ref int at)
    {
        var bytes = new List<byte>();
        var end = 0;
        while (at < text.Length && text[at] is not (',' or '+'))
        {
            if (text[at] is '"' or ';' or '<' or '>' or '\0') return null;
            if (text[at] == '\\')
            {
                if (!ReadEscape(text, ref at, bytes)) return null;
                end = bytes.Count;
                continue;
            }
            var length = char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1;
            bytes.AddRange(Encoding.UTF8.GetBytes(text.Substring(at, length)));
            // Spaces at the end are no part of the value, unless they are escaped.
            if (text[at] != ' ') end = bytes.Count;
            at += length;
        }
        try
        {
            return NameAttribute.OfText(type, new UTF8Encoding(false, throwOnInvalidBytes: true).GetString([.. bytes.Take(end)]));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    // A backslash, then a special character or the two digits of a byte.
    private static bool ReadEscape(string text, ref int at, List<byte> bytes)
    {
        if (at + 1 >= text.Length) return false;
        if (at + 2 < text.Length && char.IsAsciiHexDigit(text[at + 1]) && char.IsAsciiHexDigit(text[at + 2]))
        {
            bytes.Add(Convert.FromHexString(text.AsSpan(at + 1, 2))[0]);
            at += 3;
            return true;
        }
        if (!"\\\"+,;<>=# ".Contains(text[at + 1], StringComparison.Ordinal)) return false;
        bytes.Add((byte)text[at + 1]);
        at += 2;
        return true;
    }
}
