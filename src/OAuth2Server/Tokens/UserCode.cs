using System.Security.Cryptography;

namespace OAuth2Server;

/// <summary>The code that users type from the device into their browser (RFC 8628 §6.1): easy to read and to type.</summary>
internal static class UserCode
{
    /// <summary>No vowels, so that no word appears; no digits and no Y, so that no letter looks like another.</summary>
    private const string Letters = "BCDFGHJKLMNPQRSTVWXZ";

    private const int Length = 8;

    /// <summary>More characters than a user types, with blanks and dashes between all letters.</summary>
    private const int MaxTyped = 64;

    /// <summary>Makes a code in its normal form: 20 to the power of 8 is 34.5 bits, enough for its lifetime where attempts are limited (RFC
    /// 8628 §5.1).</summary>
    internal static string Create() => RandomNumberGenerator.GetString(Letters, Length);

    /// <summary>The form that users see: <c>WDJB-MJHT</c>.</summary>
    internal static string Show(string code) => $"{code[..4]}-{code[4..]}";

    /// <summary>The normal form of what was typed, in any case and with any punctuation; null when it cannot be a code.</summary>
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
