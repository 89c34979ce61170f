using System.Security.Cryptography;

namespace OAuth2Server;

/// <summary>The code that people carry from the device to their browser (RFC 8628 §6.1): easy to read and to type, and by chance no word.</summary>
internal static class UserCode
{
    /// <summary>Neither vowels, nor digits, nor Y: what is left is not mistaken for another.</summary>
    private const string Letters = "BCDFGHJKLMNPQRSTVWXZ";

    private const int Length = 8;

    /// <summary>Longer than anybody types, with blanks and dashes between all letters.</summary>
    private const int MaxTyped = 64;

    /// <summary>Makes a code in its normal form: 20 to the 8th are 34.5 bits, enough for as long as it lives where attempts are limited (RFC 8628 §5.1).</summary>
    internal static string Create() => RandomNumberGenerator.GetString(Letters, Length);

    /// <summary>The form that people are shown: <c>WDJB-MJHT</c>.</summary>
    internal static string Show(string code) => $"{code[..4]}-{code[4..]}";

    /// <summary>The normal form of what was typed, in whatever case and with whatever punctuation; null when it cannot be a code.</summary>
    internal static string? Normalize(string typed)
    {
        if (typed.Length > MaxTyped) return null;
        Span<char> code = stackalloc char[Length];
        var count = 0;
        foreach (var c in typed)
        {
            if (!char.IsLetterOrDigit(c)) continue;
            var letter = char.IsAsciiLetterLower(c) ? (char)(c - 'a' + 'A') : c;
            if (count == Length || !Letters.Contains(letter, StringComparison.Ordinal)) return null;
            code[count++] = letter;
        }
        return count == Length ? new(code) : null;
    }
}
