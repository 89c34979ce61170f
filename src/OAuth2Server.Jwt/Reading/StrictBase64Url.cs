using System.Buffers;
using System.Buffers.Text;

namespace OAuth2Server.Jwt;

/// <summary>Base64url as JWS has it (RFC 7515 §2): one text for each value.</summary>
/// <remarks>A lenient decoder accepts padding, white space and set bits after the end: then an attacker can make many texts of one token,
/// and each would be another key of a cache or of a block list.</remarks>
internal static class StrictBase64Url
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly SearchValues<char> Characters = SearchValues.Create(Alphabet);

    /// <summary>Decodes a text.</summary>
    /// <returns>Null when it is empty or not canonical.</returns>
    internal static byte[]? Decode(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.Length % 4 == 1 || text.ContainsAnyExcept(Characters)) return null;
        var unused = (text.Length % 4) switch { 2 => 0b1111, 3 => 0b11, _ => 0 };
        return (Alphabet.IndexOf(text[^1], StringComparison.Ordinal) & unused) == 0 ? Base64Url.DecodeFromChars(text) : null;
    }
}
