using System.Security.Cryptography;

namespace OAuth2Server.Jwt.Tests;

public sealed class KeyEncryptionKeyTests
{
    private static readonly byte[] Secret = RandomNumberGenerator.GetBytes(200);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_encrypted_is_decrypted_with_the_same_key_and_context()
    {
        var key = NewKey();
        var encrypted = await key.EncryptAsync(Secret, "kid", Ct);
        Assert.Equal(-1, encrypted.AsSpan().IndexOf(Secret.AsSpan(0, 16)));
        Assert.Equal(Secret, await key.DecryptAsync(encrypted, "kid", key.KeyId, Ct));
        await Assert.ThrowsAnyAsync<CryptographicException>(() => key.DecryptAsync(encrypted, "other", key.KeyId, Ct).AsTask());
    }

    [Fact]
    public async Task A_changed_byte_anywhere_is_refused()
    {
        var key = NewKey();
        var encrypted = await key.EncryptAsync(Secret, "kid", Ct);
        for (var at = 0; at < encrypted.Length; at++)
        {
            var changed = encrypted.ToArray();
            changed[at] ^= 1;
            await Assert.ThrowsAnyAsync<CryptographicException>(() => key.DecryptAsync(changed, "kid", key.KeyId, Ct).AsTask());
        }
    }

    [Fact]
    public async Task An_older_key_still_decrypts_and_an_unknown_one_is_named()
    {
        var old = RandomNumberGenerator.GetBytes(KeyEncryptionKey.Length);
        var before = new KeyEncryptionKey(old);
        var encrypted = await before.EncryptAsync(Secret, "kid", Ct);
        Assert.Equal(Secret, await new KeyEncryptionKey(RandomNumberGenerator.GetBytes(32), old).DecryptAsync(
            encrypted, "kid", before.KeyId, Ct));
        var error = await Assert.ThrowsAnyAsync<CryptographicException>(
            () => NewKey().DecryptAsync(encrypted, "kid", before.KeyId, Ct).AsTask());
        Assert.Contains(before.KeyId, error.Message, StringComparison.Ordinal);
    }

    private static KeyEncryptionKey NewKey() => new(RandomNumberGenerator.GetBytes(KeyEncryptionKey.Length));
}
