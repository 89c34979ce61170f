using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace OAuth2Server.Host;

/// <summary>Verifies passwords with the same work for every hash: an older hash, which has fewer iterations, would answer sooner and so
/// show that its account exists.</summary>
internal sealed class PasswordWork(IPasswordHasher<HostUser> hasher, IOptions<PasswordHasherOptions> options)
{
    // The form of ASP.NET Core Identity: a byte 1, then three numbers of four bytes (hash function, iterations, length of the salt).
    private const byte Form = 1;
    private const int IterationsAt = 5;

    /// <summary>Verifies the forms of one password.</summary>
    /// <param name="hash">The saved hash.</param>
    /// <param name="forms">The forms; each is verified, also after one that is right.</param>
    internal PasswordVerificationResult Verify(string hash, IReadOnlyList<string> forms)
    {
        var missing = options.Value.IterationCount - IterationsOf(hash);
        var best = PasswordVerificationResult.Failed;
        foreach (var form in forms)
        {
            var result = hasher.VerifyHashedPassword(new(), hash, form);
            if (missing > 0) Rfc2898DeriveBytes.Pbkdf2(form, new byte[16], missing, HashAlgorithmName.SHA512, 32);
            if (best == PasswordVerificationResult.Failed) best = result;
        }
        return best;
    }

    /// <summary>The iterations of a hash; 0 for a hash of another form.</summary>
    internal static int IterationsOf(string hash)
    {
        Span<byte> header = stackalloc byte[15];
        return hash.Length >= 20 && Convert.TryFromBase64Chars(hash.AsSpan(0, 20), header, out _) && header[0] == Form
            ? (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(header[IterationsAt..]), int.MaxValue)
            : 0;
    }
}
