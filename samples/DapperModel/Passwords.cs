using System.Security.Cryptography;

namespace OAuth2Server.Samples;

/// <summary>How the application has always hashed its users' passwords.</summary>
public static class Passwords
{
    private const int Iterations = 210_000;

    internal static byte[] UnusedSalt { get; } = RandomNumberGenerator.GetBytes(16);

    internal static byte[] UnusedHash { get; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>PBKDF2 with SHA-512.</summary>
    public static byte[] Hash(string password, byte[] salt) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, Iterations, HashAlgorithmName.SHA512, 32);
}
