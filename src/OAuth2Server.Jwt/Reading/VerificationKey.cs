using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;

namespace OAuth2Server.Jwt;

/// <summary>A public key of the issuer.</summary>
/// <remarks>Thread-safe: instances of <see cref="ECDsa"/> and <see cref="RSA"/> are not, so that each verification borrows one.</remarks>
internal sealed class VerificationKey
{
    private const int MinRsaBytes = 2048 / 8;

    // A larger modulus makes each verification slow.
    private const int MaxRsaBytes = 8192 / 8;

    private readonly ConcurrentBag<AsymmetricAlgorithm> _idle = [];
    private readonly Func<AsymmetricAlgorithm> _import;

    private VerificationKey(string? keyId, IReadOnlyList<string> algorithms, Func<AsymmetricAlgorithm> import)
    {
        (KeyId, Algorithms, _import) = (keyId, algorithms, import);
        // A point that is not on the curve is found here.
        _idle.Add(import());
    }

    internal string? KeyId { get; }

    /// <summary>The algorithms that it may verify: a key for one must not verify another (RFC 8725 §3.1).</summary>
    internal IReadOnlyList<string> Algorithms { get; }

    /// <summary>Reads a key of a key set (RFC 7517 §4).</summary>
    /// <returns>False for a key that is not for this use, is weak, damaged or of an unknown kind: others of the set are still used
    /// (§5).</returns>
    internal static bool TryRead(JsonElement json, [NotNullWhen(true)] out VerificationKey? key)
    {
        key = null;
        if (json.ValueKind != JsonValueKind.Object || !IsForSignatures(json)) return false;
        // A private key that was published is known to every attacker.
        if (json.Has("d") || json.Has("k")) return false;
        var keyId = json.Text("kid");
        if (json.Has("kid") && keyId is null) return false;
        var possible = json.Text("kty") switch
        {
            "RSA" => [SigningAlgorithm.RS256, SigningAlgorithm.PS256],
            "EC" when json.Text("crv") == "P-256" => [SigningAlgorithm.ES256],
            "EC" when json.Text("crv") == "P-384" => [SigningAlgorithm.ES384],
            _ => Array.Empty<string>(),
        };
        if (json.Has("alg")) possible = [.. possible.Where(algorithm => algorithm == json.Text("alg"))];
        if (possible.Length == 0) return false;
        try
        {
            if ((json.Text("kty") == "RSA" ? Rsa(json) : Ec(json)) is not { } import) return false;
            key = new(keyId, possible, import);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Verifies a signature; false for an algorithm that the key is not for.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "It is lent and given back.")]
    internal bool Verify(string algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (!Algorithms.Contains(algorithm)) return false;
        if (!_idle.TryTake(out var key)) key = _import();
        var hash = SigningAlgorithm.HashOf(algorithm);
        var padding = algorithm == SigningAlgorithm.PS256 ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        var isValid = key is RSA rsa
            ? signature.Length == rsa.KeySize / 8 && rsa.VerifyData(data, signature, hash, padding)
            : signature.Length == ((ECDsa)key).KeySize / 8 * 2 && ((ECDsa)key).VerifyData(data, signature, hash);
        _idle.Add(key);
        return isValid;
    }

    private static bool IsForSignatures(JsonElement json)
    {
        if (json.Has("use") && json.Text("use") != "sig") return false;
        return !json.Has("key_ops") || (json.TryGetTexts("key_ops", out var operations) && operations.Contains("verify"));
    }

    private static Func<AsymmetricAlgorithm>? Rsa(JsonElement json)
    {
        if (Number(json, "n") is not { } modulus || Number(json, "e") is not { } exponent) return null;
        modulus = modulus.AsSpan().TrimStart((byte)0).ToArray();
        exponent = exponent.AsSpan().TrimStart((byte)0).ToArray();
        if (modulus.Length is < MinRsaBytes or > MaxRsaBytes || modulus[^1] % 2 == 0) return null;
        // An exponent of 1 accepts every signature; a long one makes each verification slow.
        if (exponent.Length is 0 or > 4 || exponent[^1] % 2 == 0 || exponent is [1]) return null;
        return () => RSA.Create(new RSAParameters { Modulus = modulus, Exponent = exponent });
    }

    private static Func<AsymmetricAlgorithm>? Ec(JsonElement json)
    {
        var (curve, size) = json.Text("crv") == "P-384" ? (ECCurve.NamedCurves.nistP384, 48) : (ECCurve.NamedCurves.nistP256, 32);
        if (Number(json, "x") is not { } x || Number(json, "y") is not { } y || x.Length != size || y.Length != size) return null;
        return () => ECDsa.Create(new ECParameters { Curve = curve, Q = new() { X = x, Y = y } });
    }

    private static byte[]? Number(JsonElement json, string name) => json.Text(name) is { } text ? StrictBase64Url.Decode(text) : null;
}
