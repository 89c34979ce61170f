using System.Security.Cryptography;

namespace OAuth2Server.Jwt;

/// <summary>The signature algorithms that the server signs with (RFC 7518 §3.1).</summary>
public static class SigningAlgorithm
{
    /// <summary>ECDSA with P-256 and SHA-256; the default.</summary>
    public const string ES256 = "ES256";

    /// <summary>ECDSA with P-384 and SHA-384.</summary>
    public const string ES384 = "ES384";

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256, which every reader of RFC 9068 supports (§4).</summary>
    public const string RS256 = "RS256";

    /// <summary>RSASSA-PSS with SHA-256.</summary>
    public const string PS256 = "PS256";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [ES256, ES384, RS256, PS256];

    /// <summary>The hash function that belongs to an algorithm.</summary>
    /// <param name="algorithm">One of <see cref="All"/>.</param>
    public static HashAlgorithmName HashOf(string algorithm) => algorithm == ES384 ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256;

    internal static bool IsRsa(string algorithm) => algorithm is RS256 or PS256;
}
