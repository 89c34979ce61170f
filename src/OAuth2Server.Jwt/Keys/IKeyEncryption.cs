namespace OAuth2Server.Jwt;

/// <summary>Encrypts private keys before they are saved: the seam for a key management service. <see cref="KeyEncryptionKey"/> does it with
/// a key of this process.</summary>
public interface IKeyEncryption
{
    /// <summary>The id of the key that encrypts now. It is saved beside what was encrypted, and is not secret.</summary>
    string KeyId { get; }

    /// <summary>Encrypts a private key.</summary>
    /// <param name="plaintext">The private key.</param>
    /// <param name="context">What it belongs to, for instance the <c>kid</c>: the ciphertext can be decrypted with the same text
    /// only.</param>
    /// <param name="ct">Stops the work.</param>
    ValueTask<byte[]> EncryptAsync(ReadOnlyMemory<byte> plaintext, string context, CancellationToken ct);

    /// <summary>Decrypts a private key.</summary>
    /// <param name="ciphertext">What <see cref="EncryptAsync"/> gave.</param>
    /// <param name="context">The same text as at the encryption.</param>
    /// <param name="keyId">The <see cref="KeyId"/> at the time of the encryption; an older key may still be known.</param>
    /// <param name="ct">Stops the work.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The key is not known, or the ciphertext was changed. The
    /// message names the key and says what to do.</exception>
    ValueTask<byte[]> DecryptAsync(ReadOnlyMemory<byte> ciphertext, string context, string keyId, CancellationToken ct);
}
