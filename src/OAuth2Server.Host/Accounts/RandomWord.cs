using System.Buffers.Text;
using System.Security.Cryptography;

namespace OAuth2Server.Host;

/// <summary>Random words of letters, digits, <c>-</c> and <c>_</c>, for secrets.</summary>
internal static class RandomWord
{
    /// <summary>Makes a word. It has 8 characters for every 6 random bytes.</summary>
    internal static string Next(int bytes = 24) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));
}
