using System.Buffers;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;

namespace OAuth2Server.Jwt;

/// <summary>Signs with one private key.</summary>
/// <remarks>Thread-safe: instances of <see cref="ECDsa"/> and <see cref="RSA"/> are not, so that each signature borrows one of a
/// pool.</remarks>
public sealed class JwtSigner
{
    private readonly ConcurrentBag<AsymmetricAlgorithm> _idle = [];
    private readonly ConcurrentDictionary<string, byte[]> _headers = new(StringComparer.Ordinal);
    private readonly ReadOnlyMemory<byte> _privateKey;

    /// <summary>Makes a signer.</summary>
    /// <param name="keyId">The <c>kid</c>.</param>
    /// <param name="algorithm">One of <see cref="SigningAlgorithm.All"/>.</param>
    /// <param name="privateKey">The private key, PKCS #8 in DER.</param>
    /// <exception cref="CryptographicException">The key cannot be read, or is of another kind than the algorithm needs.</exception>
    public JwtSigner(string keyId, string algorithm, ReadOnlyMemory<byte> privateKey)
    {
        (KeyId, Algorithm, _privateKey) = (keyId, algorithm, privateKey);
        var first = Import();
        // Each of the algorithms with ECDSA has one curve (RFC 7518 §3.4).
        if (first is ECDsa && first.KeySize != (algorithm == SigningAlgorithm.ES384 ? 384 : 256))
            throw new CryptographicException($"The key {keyId} has another curve than {algorithm} needs.");
        MaxSignatureLength = first.KeySize / (first is RSA ? 8 : 4);
        _idle.Add(first);
    }

    /// <summary>The <c>kid</c>.</summary>
    public string KeyId { get; }

    /// <summary>The <c>alg</c>.</summary>
    public string Algorithm { get; }

    /// <summary>The length of a signature in bytes.</summary>
    public int MaxSignatureLength { get; }

    /// <summary>Signs data in the form of JWS (RFC 7518 §3.3–3.5).</summary>
    /// <param name="data">What is signed.</param>
    /// <param name="signature">Where the signature is written; at least <see cref="MaxSignatureLength"/> bytes.</param>
    /// <returns>The number of bytes that were written.</returns>
    public int Sign(ReadOnlySpan<byte> data, Span<byte> signature)
    {
        if (!_idle.TryTake(out var key)) key = Import();
        var hash = SigningAlgorithm.HashOf(Algorithm);
        var padding = Algorithm == SigningAlgorithm.PS256 ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        int written;
        var isSigned = key is RSA rsa
            ? rsa.TrySignData(data, signature, hash, padding, out written)
            : ((ECDsa)key).TrySignData(data, signature, hash, out written);
        _idle.Add(key);
        return isSigned ? written : throw new ArgumentException("The span is too short for the signature.", nameof(signature));
    }

    /// <summary>The first part of each JWT of a kind that this key signs, in base64url; made once.</summary>
    /// <param name="type">The <c>typ</c>: one of our own, so that there are few.</param>
    internal byte[] HeaderOf(string type) => _headers.GetOrAdd(type, static (type, signer) =>
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("typ"u8, type);
            json.WriteString("alg"u8, signer.Algorithm);
            json.WriteString("kid"u8, signer.KeyId);
            json.WriteEndObject();
        }
        var header = new byte[Base64Url.GetEncodedLength(buffer.WrittenCount)];
        Base64Url.EncodeToUtf8(buffer.WrittenSpan, header);
        return header;
    }, this);

    /// <summary>The public half: SubjectPublicKeyInfo in DER (RFC 5280 §4.1.2.7).</summary>
    internal byte[] ExportPublicKey()
    {
        using var key = Import();
        return key.ExportSubjectPublicKeyInfo();
    }

    /// <summary>The id and the algorithm only.</summary>
    public override string ToString() => $"JwtSigner({KeyId}, {Algorithm})";

    private AsymmetricAlgorithm Import()
    {
        AsymmetricAlgorithm key = SigningAlgorithm.IsRsa(Algorithm) ? RSA.Create() : ECDsa.Create();
        key.ImportPkcs8PrivateKey(_privateKey.Span, out _);
        return key;
    }
}
