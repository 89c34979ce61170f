using System.Buffers.Text;
using System.Security.Cryptography;

namespace OAuth2Server;

/// <summary>Texts from the system's cryptographic random number generator, in base64url.</summary>
internal static class RandomText
{
    /// <summary>256 bits: nobody guesses it (RFC 6749 §10.10 wants at least 128).</summary>
    internal static string Secret() => Of(32);

    /// <summary>128 bits: a public id that never repeats.</summary>
    internal static string Id() => Of(16);

    private static string Of(int bytes)
    {
        Span<byte> random = stackalloc byte[bytes];
        RandomNumberGenerator.Fill(random);
        return Base64Url.EncodeToString(random);
    }
}
