using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OAuth2Server.Jwt;

/// <summary>Encrypts with AES-256-GCM under a key of this process, which comes from a file or the environment and is not in the
/// store.</summary>
public sealed class KeyEncryptionKey : IKeyEncryption
{
    /// <summary>The length of a key in bytes.</summary>
    public const int Length = 32;

    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly Dictionary<string, byte[]> _keys = new(StringComparer.Ordinal);

    /// <summary>Takes the keys.</summary>
    /// <param name="key">The key that encrypts: 32 random bytes.</param>
    /// <param name="older">Keys that encrypted before and still decrypt.</param>
    /// <exception cref="ArgumentException">A key has another length.</exception>
    public KeyEncryptionKey(ReadOnlyMemory<byte> key, params IEnumerable<ReadOnlyMemory<byte>> older)
    {
        ArgumentNullException.ThrowIfNull(older);
        KeyId = Add(key);
        foreach (var old in older) Add(old);
    }

    /// <inheritdoc/>
    public string KeyId { get; }

    /// <inheritdoc/>
    public ValueTask<byte[]> EncryptAsync(ReadOnlyMemory<byte> plaintext, string context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(context);
        var sealedKey = new byte[NonceLength + plaintext.Length + TagLength];
        var (nonce, body, tag) = Parts(sealedKey);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_keys[KeyId], TagLength);
        aes.Encrypt(nonce, plaintext.Span, body, tag, Encoding.UTF8.GetBytes(context));
        return new(sealedKey);
    }

    /// <inheritdoc/>
    public ValueTask<byte[]> DecryptAsync(ReadOnlyMemory<byte> ciphertext, string context, string keyId, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(keyId);
        if (!_keys.TryGetValue(keyId, out var key))
            throw new CryptographicException(
                $"It was encrypted with the key-encryption key {keyId}, and this server has {string.Join(", ", _keys.Keys)}: " +
                "give it that key too.");
        if (ciphertext.Length < NonceLength + TagLength) throw new CryptographicException("It is too short: the saved key is damaged.");
        var (nonce, body, tag) = Parts(ciphertext.ToArray());
        var plaintext = new byte[body.Count];
        using var aes = new AesGcm(key, TagLength);
        aes.Decrypt(nonce, body, tag, plaintext, Encoding.UTF8.GetBytes(context));
        return new(plaintext);
    }

    /// <summary>A key for another purpose, which says nothing about this one (HKDF, RFC 5869).</summary>
    /// <param name="purpose">What it is for; each text gives another key.</param>
    /// <returns>32 bytes. They change when the key that encrypts changes.</returns>
    public byte[] DeriveKey(string purpose)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        return HKDF.DeriveKey(HashAlgorithmName.SHA256, _keys[KeyId], Length, info: Encoding.UTF8.GetBytes(purpose));
    }

    /// <summary>The id only.</summary>
    public override string ToString() => $"KeyEncryptionKey({KeyId})";

    private string Add(ReadOnlyMemory<byte> key)
    {
        if (key.Length != Length) throw new ArgumentException($"A key-encryption key has {Length} bytes, and this one has {key.Length}.");
        // A hash under a label of its own: it names the key and says nothing about it.
        var id = Base64Url.EncodeToString(HMACSHA256.HashData(key.Span, "OAuth2Server key-encryption key id"u8).AsSpan(0, 12));
        _keys[id] = key.ToArray();
        return id;
    }

    private static (ArraySegment<byte> Nonce, ArraySegment<byte> Body, ArraySegment<byte> Tag) Parts(byte[] whole) => (
        new(whole, 0, NonceLength),
        new(whole, NonceLength, whole.Length - NonceLength - TagLength),
        new(whole, whole.Length - TagLength, TagLength));
}
