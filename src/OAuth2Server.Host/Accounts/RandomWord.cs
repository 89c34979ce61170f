using System.Buffers.Text;
using System.Security.Cryptography;

namespace OAuth2Server.Host;

/// <summary>Words that nobody guesses, of letters, digits, <c>-</c> and <c>_</c>.</summary>
internal static class RandomWord
{
    /// <summary>A word of 8 characters for every 6 bytes of randomness.</summary>
    internal static string Next(int bytes = 24) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));
}
