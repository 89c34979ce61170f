using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace OAuth2Server.Jwt;

/// <summary>Nonces that are a time and its HMAC with SHA-256.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class DPoPNonces : IDPoPNonces
{
    private const int TimeLength = sizeof(long);
    private const int TagLength = 16;

    private readonly byte[] _key;

    /// <summary>Makes it with a random key: for a server of one node. After a restart each client gets a new nonce.</summary>
    public DPoPNonces() : this(RandomNumberGenerator.GetBytes(32))
    {
    }

    /// <summary>Makes it with a key that all nodes share.</summary>
    /// <param name="key">At least 32 random bytes, used for nothing else.</param>
    public DPoPNonces(ReadOnlySpan<byte> key)
    {
        if (key.Length < 32) throw new ArgumentException("The key must have at least 32 bytes.", nameof(key));
        _key = key.ToArray();
    }

    /// <inheritdoc/>
    public string Create(DateTimeOffset now)
    {
        Span<byte> nonce = stackalloc byte[TimeLength + TagLength];
        BinaryPrimitives.WriteInt64BigEndian(nonce, now.ToUnixTimeSeconds());
        WriteTag(nonce[..TimeLength], nonce[TimeLength..]);
        return Base64Url.EncodeToString(nonce);
    }

    /// <inheritdoc/>
    public DateTimeOffset? TimeOf(string nonce)
    {
        if (StrictBase64Url.Decode(nonce) is not { Length: TimeLength + TagLength } bytes) return null;
        Span<byte> tag = stackalloc byte[TagLength];
        WriteTag(bytes.AsSpan(0, TimeLength), tag);
        return CryptographicOperations.FixedTimeEquals(tag, bytes.AsSpan(TimeLength))
            ? DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(bytes))
            : null;
    }

    private void WriteTag(ReadOnlySpan<byte> time, Span<byte> tag)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, time, hash);
        hash[..TagLength].CopyTo(tag);
    }
}
