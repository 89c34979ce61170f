using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace OAuth2Server.Jwt;

/// <summary>A public key in JSON (RFC 7517 §4, RFC 7518 §6), and its thumbprint (RFC 7638).</summary>
internal sealed class PublicJsonWebKey
{
    private const string P256 = "1.2.840.10045.3.1.7";
    private const string P384 = "1.3.132.0.34";

    private readonly (string Name, string Value)[] _members;

    // In the order of RFC 7638 §3.2: the required members, sorted by their names.
    private PublicJsonWebKey(params (string Name, string Value)[] members)
    {
        _members = members;
        Thumbprint = Base64Url.EncodeToString(SHA256.HashData(Json(_members)));
    }

    /// <summary>The SHA-256 thumbprint in base64url: the <c>kid</c>.</summary>
    internal string Thumbprint { get; }

    /// <summary>Reads a public key.</summary>
    /// <param name="algorithm">The algorithm that it verifies.</param>
    /// <param name="publicKey">SubjectPublicKeyInfo in DER.</param>
    /// <exception cref="CryptographicException">It cannot be read, or is of another kind than the algorithm needs.</exception>
    internal static PublicJsonWebKey Read(string algorithm, ReadOnlySpan<byte> publicKey)
    {
        if (SigningAlgorithm.IsRsa(algorithm))
        {
            using var rsa = RSA.Create();
            rsa.ImportSubjectPublicKeyInfo(publicKey, out _);
            return Of(rsa.ExportParameters(includePrivateParameters: false));
        }
        using var ec = ECDsa.Create();
        ec.ImportSubjectPublicKeyInfo(publicKey, out _);
        return Of(algorithm, ec.ExportParameters(includePrivateParameters: false));
    }

    internal static PublicJsonWebKey Of(RSAParameters rsa) => new(("e", Text(rsa.Exponent)), ("kty", "RSA"), ("n", Text(rsa.Modulus)));

    /// <summary>Writes the key as a member of a key set.</summary>
    internal void Write(Utf8JsonWriter json, string algorithm)
    {
        json.WriteStartObject();
        json.WriteString("kid", Thumbprint);
        json.WriteString("use", "sig");
        json.WriteString("alg", algorithm);
        foreach (var (name, value) in _members) json.WriteString(name, value);
        json.WriteEndObject();
    }

    private static PublicJsonWebKey Of(string algorithm, ECParameters ec)
    {
        var (curve, name) = algorithm == SigningAlgorithm.ES384 ? (P384, "P-384") : (P256, "P-256");
        if (ec.Curve.Oid.Value != curve) throw new CryptographicException($"The key is not on the curve {name}, which {algorithm} needs.");
        return new(("crv", name), ("kty", "EC"), ("x", Text(ec.Q.X)), ("y", Text(ec.Q.Y)));
    }

    private static string Text(byte[]? bytes) => Base64Url.EncodeToString(bytes);

    private static ReadOnlySpan<byte> Json((string Name, string Value)[] members)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in members) json.WriteString(name, value);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan;
    }
}
