using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace OAuth2Server;

/// <summary>SHA-256 of the UTF-8 bytes of a secret text. A saved record contains this hash, never the text of a code or token.</summary>
/// <remarks>
/// It is for texts of at least 128 random bits, which need neither salt nor stretching. Never use it for passwords that people choose.
/// The format (32 bytes) does not change, because stores keep it. Equality takes the same time wherever the difference is.
/// </remarks>
public readonly struct SecretHash : IEquatable<SecretHash>
{
    /// <summary>The size of a hash in bytes.</summary>
    public const int Size = SHA256.HashSizeInBytes;

    private readonly Block _bytes;

    private SecretHash(ReadOnlySpan<byte> hash) => hash.CopyTo(_bytes);

    /// <summary>Hashes a text.</summary>
    public static SecretHash Of(ReadOnlySpan<char> text)
    {
        var max = Encoding.UTF8.GetMaxByteCount(text.Length);
        var rented = max > 512 ? ArrayPool<byte>.Shared.Rent(max) : null;
        Span<byte> utf8 = rented ?? stackalloc byte[512];
        var used = utf8[..Encoding.UTF8.GetBytes(text, utf8)];

        Span<byte> hash = stackalloc byte[Size];
        SHA256.HashData(used, hash);
        CryptographicOperations.ZeroMemory(used);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return new(hash);
    }

    /// <summary>Reads a hash from a store.</summary>
    /// <param name="stored">Exactly 32 bytes.</param>
    /// <exception cref="ArgumentException">The length is not 32 bytes.</exception>
    public static SecretHash FromBytes(ReadOnlySpan<byte> stored) =>
        stored.Length == Size
            ? new(stored)
            : throw new ArgumentException($"A stored hash must have {Size} bytes; this one has {stored.Length}.", nameof(stored));

    /// <summary>The 32 bytes, for a store.</summary>
    public byte[] ToByteArray() => ((ReadOnlySpan<byte>)_bytes).ToArray();

    /// <summary>Equality in constant time.</summary>
    public bool Equals(SecretHash other) => CryptographicOperations.FixedTimeEquals(_bytes, other._bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SecretHash other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => MemoryMarshal.Read<int>(_bytes);

    /// <summary>Always the same text, because hashes must not be logged either.</summary>
    public override string ToString() => "sha256:***";

    [InlineArray(Size)]
    private struct Block
    {
        private byte _first;
    }
}
