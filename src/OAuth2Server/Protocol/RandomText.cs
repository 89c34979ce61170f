using System.Buffers.Text;
using System.Security.Cryptography;

namespace OAuth2Server;

/// <summary>Texts from the system's cryptographic random number generator, in base64url.</summary>
internal static class RandomText
{
    /// <summary>The bytes of a secret: 256 bits cannot be guessed (RFC 6749 §10.10 demands at least 128).</summary>
    internal const int Secret = 32;

    /// <summary>The bytes of a public id: 128 bits never repeat.</summary>
    internal const int Id = 16;

    internal static string Of(int bytes)
    {
        Span<byte> random = stackalloc byte[bytes];
        RandomNumberGenerator.Fill(random);
        return Base64Url.EncodeToString(random);
    }
}
