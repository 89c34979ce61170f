using System.Security.Cryptography;

namespace OAuth2Server.Jwt;

/// <summary>Makes private keys, and opens and encrypts the saved ones.</summary>
internal sealed class PrivateKeys(SigningKeyOptions options, IKeyEncryption? encryption)
{
    /// <summary>The id of the key that encrypts now; null for none.</summary>
    internal string? EncryptedBy => encryption?.KeyId;

    /// <summary>Makes a key.</summary>
    internal async Task<SigningKey> CreateAsync(KeyPlan.Times times, CancellationToken ct)
    {
        using AsymmetricAlgorithm key = SigningAlgorithm.IsRsa(times.Algorithm) ? RSA.Create(options.RsaKeySize)
            : ECDsa.Create(times.Algorithm == SigningAlgorithm.ES384 ? ECCurve.NamedCurves.nistP384 : ECCurve.NamedCurves.nistP256);
        var (publicKey, privateKey) = (key.ExportSubjectPublicKeyInfo(), key.ExportPkcs8PrivateKey());
        return await EncryptAsync(
            new SigningKey
            {
                Id = PublicJsonWebKey.Read(times.Algorithm, publicKey).Thumbprint,
                Algorithm = times.Algorithm,
                PublicKey = [.. publicKey],
                PrivateKey = [],
                PublishedAt = times.PublishedAt,
                SignsAt = times.SignsAt,
                RetiresAt = times.RetiresAt,
                RemovedAt = times.RemovedAt,
            },
            privateKey,
            ct);
    }

    /// <summary>Makes the signer of a saved key.</summary>
    /// <exception cref="CryptographicException">It cannot be decrypted or is damaged.</exception>
    internal async Task<JwtSigner> OpenAsync(SigningKey key, CancellationToken ct)
    {
        var privateKey = await DecryptAsync(key, ct);
        using AsymmetricAlgorithm imported = SigningAlgorithm.IsRsa(key.Algorithm) ? RSA.Create() : ECDsa.Create();
        imported.ImportPkcs8PrivateKey(privateKey, out _);
        // Tokens of another key would be refused by every resource server.
        if (!imported.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.PublicKey.AsSpan()))
            throw new CryptographicException("The private key is not the one of the public key.");
        return new(key.Id, key.Algorithm, privateKey);
    }

    /// <summary>The key, encrypted with the key-encryption key that is used now; the same key when it is already, or cannot be
    /// decrypted.</summary>
    internal async Task<SigningKey> ReencryptAsync(SigningKey key, CancellationToken ct)
    {
        if (encryption is null || key.EncryptedBy == encryption.KeyId) return key;
        try
        {
            return await EncryptAsync(key, await DecryptAsync(key, ct), ct);
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            // It stays as it is: if the server needs it, the ring reports why it cannot be opened.
            return key;
        }
    }

    private async Task<SigningKey> EncryptAsync(SigningKey key, byte[] privateKey, CancellationToken ct)
    {
        if (encryption is null) return key with { PrivateKey = [.. privateKey], EncryptedBy = null };
        var encryptedBy = encryption.KeyId;
        var encrypted = await encryption.EncryptAsync(privateKey, key.Id, ct);
        CryptographicOperations.ZeroMemory(privateKey);
        return key with { PrivateKey = [.. encrypted], EncryptedBy = encryptedBy };
    }

    private async ValueTask<byte[]> DecryptAsync(SigningKey key, CancellationToken ct)
    {
        if (key.EncryptedBy is null) return [.. key.PrivateKey];
        if (encryption is null)
            throw new CryptographicException(
                $"It was encrypted with the key-encryption key {key.EncryptedBy}, and this server has none: give it that key.");
        return await encryption.DecryptAsync(key.PrivateKey.AsMemory(), key.Id, key.EncryptedBy, ct);
    }
}
