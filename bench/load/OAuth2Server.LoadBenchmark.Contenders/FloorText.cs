using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OAuth2Server.LoadBenchmark;

/// <summary>The random texts and hashes of the floors.</summary>
internal static class FloorText
{
    /// <summary>A secret of 256 random bits.</summary>
    internal static string Secret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>A public id of 128 random bits.</summary>
    internal static string Id() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    /// <summary>The SHA-256 of a secret, 32 bytes.</summary>
    internal static byte[] HashOf(string secret) => SHA256.HashData(Encoding.ASCII.GetBytes(secret));

    /// <summary>The PKCE code challenge of a verifier, method S256 (RFC 7636 §4.2).</summary>
    internal static string ChallengeOf(string verifier) => Base64Url.EncodeToString(HashOf(verifier));
}
