using System.Text;

namespace OAuth2Server;

/// <summary>
/// Reads and writes <c>application/x-www-form-urlencoded</c> strictly
/// (RFC 6749 appendix B): input that a lenient reader would repair is refused.
/// </summary>
internal static class FormUrlEncoded
{
    /// <summary>More parameters than any OAuth extension uses, and few enough to compare each one with each other cheaply.</summary>
    internal const int MaxPairs = 128;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads pairs in their order.</summary>
    /// <param name="text">The raw bytes.</param>
    /// <param name="pairs">The pairs; empty when false is returned.</param>
    /// <param name="problem">What is wrong, for the client's developer.</param>
    internal static bool TryRead(ReadOnlySpan<byte> text, out List<KeyValuePair<string, string>> pairs, out string problem)
    {
        pairs = new(Math.Min(text.Count((byte)'&') + 1, MaxPairs));
        foreach (var range in text.Split((byte)'&'))
        {
            var pair = text[range];
            if (pair.IsEmpty) continue;
            if (pairs.Count == MaxPairs) return Fail(pairs, $"there are more than {MaxPairs} parameters", out problem);

            var equals = pair.IndexOf((byte)'=');
            var rawName = equals < 0 ? pair : pair[..equals];
            var rawValue = equals < 0 ? [] : pair[(equals + 1)..];
            if (!TryDecode(rawName, out var name) || !TryDecode(rawValue, out var value))
                return Fail(pairs, "a parameter is not percent-encoded UTF-8, or holds a NUL", out problem);
            pairs.Add(new(name, value));
        }
        problem = "";
        return true;
    }

    /// <summary>Decodes one name or value. Returns false for an invalid escape, for bytes that are not UTF-8 and for NUL.</summary>
    internal static bool TryDecode(ReadOnlySpan<byte> raw, out string text)
    {
        text = "";
        if (raw.IsEmpty) return true;

        Span<byte> bytes = raw.Length <= 512 ? stackalloc byte[raw.Length] : new byte[raw.Length];
        var length = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            var b = raw[i];
            if (b == '+') b = (byte)' ';
            else if (b == '%')
            {
                if (i + 2 >= raw.Length || !char.IsAsciiHexDigit((char)raw[i + 1]) || !char.IsAsciiHexDigit((char)raw[i + 2])) return false;
                b = (byte)((HexValue(raw[i + 1]) << 4) | HexValue(raw[i + 2]));
                i += 2;
            }
            // A store written in C ends the text at a NUL: `admin%00x` must not become `admin`.
            if (b == 0) return false;
            bytes[length++] = b;
        }
        return TryUtf8(bytes[..length], out text);
    }

    /// <summary>Writes pairs; every character that is not unreserved is percent-encoded.</summary>
    internal static string Write(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in pairs)
        {
            if (text.Length > 0) text.Append('&');
            text.Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
        }
        return text.ToString();
    }

    private static bool TryUtf8(ReadOnlySpan<byte> bytes, out string text)
    {
        text = "";
        if (!System.Text.Unicode.Utf8.IsValid(bytes)) return false;
        text = StrictUtf8.GetString(bytes);
        return true;
    }

    private static int HexValue(byte digit) => char.IsAsciiDigit((char)digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static bool Fail(List<KeyValuePair<string, string>> pairs, string what, out string problem)
    {
        pairs.Clear();
        problem = what;
        return false;
    }
}
