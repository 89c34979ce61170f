using System.Security.Cryptography;
using System.Text;

namespace OAuth2Server.Jwt.Tests.Keys;

/// <summary>Private keys in the store: encrypted, encrypted anew, lost, damaged.</summary>
public sealed class LostKeyTests
{
    private static readonly byte[] One = RandomNumberGenerator.GetBytes(KeyEncryptionKey.Length);
    private static readonly byte[] Two = RandomNumberGenerator.GetBytes(KeyEncryptionKey.Length);

    private readonly Ring _ring = new();

    [Fact]
    public async Task A_private_key_is_encrypted_in_the_store_and_signs_all_the_same()
    {
        var kek = new KeyEncryptionKey(One);
        var kid = await _ring.SignsAsync(_ring.Node(encryption: kek));
        var key = Assert.Single(await _ring.KeysAsync());
        Assert.Equal(kek.KeyId, key.EncryptedBy);
        using var ec = ECDsa.Create();
        Assert.ThrowsAny<CryptographicException>(() => ec.ImportPkcs8PrivateKey(key.PrivateKey.AsSpan(), out _));

        var restarted = _ring.Node(encryption: new KeyEncryptionKey(One));
        Assert.Equal(kid, await _ring.SignsAsync(restarted));
        Assert.Empty(restarted.Problems);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_its_key_encryption_key_nothing_is_signed_and_no_key_is_made_in_its_place(bool hasAnother)
    {
        var kid = await _ring.SignsAsync(_ring.Node(encryption: new KeyEncryptionKey(One)));
        var log = new CapturedLog();
        var node = _ring.Node(encryption: hasAnother ? new KeyEncryptionKey(Two) : null, log: log);
        for (var i = 0; i < 3; i++)
        {
            var error = await Assert.ThrowsAsync<CryptographicException>(() => _ring.SignsAsync(node));
            Assert.Contains(kid, error.Message, StringComparison.Ordinal);
            _ring.Clock.Advance(TimeSpan.FromMinutes(3));
        }
        var problem = Assert.Single(node.Problems);
        Assert.Equal((kid, SigningAlgorithm.ES256), (problem.KeyId, problem.Algorithm));
        Assert.Equal(new KeyEncryptionKey(One).KeyId, problem.EncryptedBy);
        Assert.Contains(problem.EncryptedBy!, problem.Message, StringComparison.Ordinal);
        Assert.Contains("give it that key", problem.Message, StringComparison.Ordinal);
        Assert.Equal([$"Error SigningKeyProblem: {problem.Message}"], log.Lines);

        // Resource servers still verify the tokens that it signed.
        Assert.Equal([kid], await _ring.PublishedAsync(node));
        Assert.Equal(1, (await _ring.Model.GetSigningKeysAsync(Ring.Ct)).Version);

        Assert.Equal(kid, await _ring.SignsAsync(_ring.Node(encryption: new KeyEncryptionKey(Two, One))));
    }

    [Fact]
    public async Task Of_two_algorithms_the_one_whose_key_can_be_opened_signs()
    {
        _ring.Options = new() { Algorithms = [SigningAlgorithm.ES256, SigningAlgorithm.ES384] };
        await _ring.SignsAsync(_ring.Node());
        await _ring.ChangeAsync(key => key.Algorithm == SigningAlgorithm.ES256 ? key with { EncryptedBy = "lost" } : key);
        var node = _ring.Node();
        await _ring.SignsAsync(node, SigningAlgorithm.ES384);
        await Assert.ThrowsAsync<CryptographicException>(() => _ring.SignsAsync(node));
    }

    [Fact]
    public async Task An_immediate_rotation_replaces_a_lost_key()
    {
        var lost = await _ring.SignsAsync(_ring.Node(encryption: new KeyEncryptionKey(One)));
        var node = _ring.Node(encryption: new KeyEncryptionKey(Two));
        await node.RotateAsync(_ring.Model, KeyRotation.Immediate, Ring.Ct);
        Assert.Empty(node.Problems);
        var kid = await _ring.SignsAsync(node);
        Assert.Equal([lost, kid], await _ring.PublishedAsync(node));
    }

    [Fact]
    public async Task A_key_service_that_is_away_is_a_problem_until_it_is_back()
    {
        var kms = new KeyService(new KeyEncryptionKey(One));
        var kid = await _ring.SignsAsync(_ring.Node(encryption: kms));
        var node = _ring.Node(encryption: kms);
        kms.IsAway = true;
        await Assert.ThrowsAsync<CryptographicException>(() => _ring.SignsAsync(node));
        Assert.Contains("The key service is away.", Assert.Single(node.Problems).Message, StringComparison.Ordinal);
        kms.IsAway = false;
        await node.RefreshAsync(_ring.Model, Ring.Ct);
        Assert.Empty(node.Problems);
        Assert.Equal(kid, await _ring.SignsAsync(node));

        // A key that was opened is not asked for again.
        kms.IsAway = true;
        await node.RefreshAsync(_ring.Model, Ring.Ct);
        Assert.Equal(kid, await _ring.SignsAsync(node));
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("empty")]
    [InlineData("noise")]
    [InlineData("another")]
    [InlineData("another kind")]
    public async Task A_damaged_private_key_signs_nothing(string damage)
    {
        var kid = await _ring.SignsAsync(_ring.Node());
        using var another = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2048);
        await _ring.ChangeAsync(key => key with
        {
            PrivateKey = damage switch
            {
                "cut" => [.. key.PrivateKey.SkipLast(1)],
                "empty" => [],
                "noise" => [.. RandomNumberGenerator.GetBytes(138)],
                "another" => [.. another.ExportPkcs8PrivateKey()],
                _ => [.. rsa.ExportPkcs8PrivateKey()],
            },
        });
        var node = _ring.Node();
        await Assert.ThrowsAsync<CryptographicException>(() => _ring.SignsAsync(node));
        Assert.Equal(kid, Assert.Single(node.Problems).KeyId);
        Assert.Equal([kid], await _ring.PublishedAsync(node));
    }

    [Fact]
    public async Task A_changed_byte_of_an_encrypted_key_is_noticed()
    {
        var kek = new KeyEncryptionKey(One);
        await _ring.SignsAsync(_ring.Node(encryption: kek));
        await _ring.ChangeAsync(key => key with { PrivateKey = key.PrivateKey.SetItem(40, (byte)(key.PrivateKey[40] ^ 1)) });
        await Assert.ThrowsAsync<CryptographicException>(() => _ring.SignsAsync(_ring.Node(encryption: kek)));
    }

    /// <summary>Its tokens cannot be verified: a key set with it would make each reader fail, or trust another key.</summary>
    [Fact]
    public async Task A_damaged_public_key_is_not_in_the_key_set_and_does_not_sign()
    {
        await _ring.SignsAsync(_ring.Node());
        using var another = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var larger = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        foreach (var bytes in (byte[][])[[], [1, 2, 3], another.ExportSubjectPublicKeyInfo(), larger.ExportSubjectPublicKeyInfo()])
        {
            await _ring.ChangeAsync(key => key with { PublicKey = [.. bytes] });
            var node = _ring.Node();
            Assert.Empty(await _ring.PublishedAsync(node));
            await Assert.ThrowsAsync<CryptographicException>(() => _ring.SignsAsync(node));
            Assert.Single(node.Problems);
        }
    }

    [Fact]
    public async Task A_new_key_encryption_key_encrypts_every_key_anew_at_the_start()
    {
        var node = _ring.Node(encryption: new KeyEncryptionKey(One));
        await node.RotateAsync(_ring.Model, KeyRotation.Scheduled, Ring.Ct);
        _ring.Clock.Advance(TimeSpan.FromMinutes(1));
        await node.RotateAsync(_ring.Model, KeyRotation.Immediate, Ring.Ct);
        var before = await _ring.KeysAsync();

        var two = new KeyEncryptionKey(Two, One);
        var log = new CapturedLog();
        var kid = await _ring.SignsAsync(_ring.Node(encryption: two, log: log));
        var after = await _ring.KeysAsync();
        Assert.Equal(before.Select(key => key.Id), after.Select(key => key.Id));
        Assert.All(after, key => Assert.Equal(two.KeyId, key.EncryptedBy));
        var line = $"Information Reencrypted: {after.Count} private keys are encrypted with the key-encryption key {two.KeyId}";
        Assert.Equal([line], log.Lines);

        // The older one is needed no more.
        Assert.Equal(kid, await _ring.SignsAsync(_ring.Node(encryption: new KeyEncryptionKey(Two))));
    }

    [Fact]
    public async Task A_first_key_encryption_key_encrypts_what_was_in_the_clear()
    {
        var kid = await _ring.SignsAsync(_ring.Node());
        var clear = (await _ring.KeysAsync())[0].PrivateKey;
        Assert.Equal(kid, await _ring.SignsAsync(_ring.Node(encryption: new KeyEncryptionKey(One))));
        var key = Assert.Single(await _ring.KeysAsync());
        Assert.NotNull(key.EncryptedBy);
        Assert.Equal(-1, key.PrivateKey.AsSpan().IndexOf(clear.AsSpan()[^32..]));
    }

    [Fact]
    public async Task Nodes_with_two_key_encryption_keys_in_another_order_do_not_undo_each_others_work()
    {
        var (one, other) = (_ring.Node(encryption: new KeyEncryptionKey(One, Two)), _ring.Node(encryption: new KeyEncryptionKey(Two, One)));
        await one.RefreshAsync(_ring.Model, Ring.Ct);
        await other.RefreshAsync(_ring.Model, Ring.Ct);
        var version = (await _ring.Model.GetSigningKeysAsync(Ring.Ct)).Version;
        for (var i = 0; i < 10; i++)
        {
            await one.RefreshAsync(_ring.Model, Ring.Ct);
            await other.RefreshAsync(_ring.Model, Ring.Ct);
        }
        Assert.Equal(version, (await _ring.Model.GetSigningKeysAsync(Ring.Ct)).Version);
        await one.ReencryptAsync(_ring.Model, Ring.Ct);
        Assert.Equal(new KeyEncryptionKey(One).KeyId, (await _ring.KeysAsync())[0].EncryptedBy);
    }

    [Fact]
    public async Task Nothing_of_a_private_key_is_in_a_log_a_problem_or_a_text()
    {
        var log = new CapturedLog();
        var node = _ring.Node(log: log);
        await node.RotateAsync(_ring.Model, KeyRotation.Immediate, Ring.Ct);
        await _ring.ChangeAsync(key => key with { EncryptedBy = "lost" });
        var broken = _ring.Node(log: log);
        await broken.RefreshAsync(_ring.Model, Ring.Ct);
        var ring = await _ring.Model.GetSigningKeysAsync(Ring.Ct);
        var signer = await node.GetSignerAsync(_ring.Model, SigningAlgorithm.ES256, Ring.Ct);
        var text = string.Join('\n', [.. log.Lines, $"{ring} {ring.Keys[^1]} {signer} {broken.Problems[0]} {node}"]);
        var secret = ring.Keys[^1].PrivateKey.AsSpan();
        var scalar = secret.Slice(36, 32).ToArray();
        foreach (var form in (string[])[Convert.ToBase64String(scalar), System.Buffers.Text.Base64Url.EncodeToString(scalar),
            Convert.ToHexString(scalar), Encoding.Latin1.GetString(scalar)])
            Assert.DoesNotContain(form[..20], text, StringComparison.OrdinalIgnoreCase);
    }

    private sealed class KeyService(KeyEncryptionKey inner) : IKeyEncryption
    {
        internal bool IsAway { get; set; }

        public string KeyId => inner.KeyId;

        public ValueTask<byte[]> EncryptAsync(ReadOnlyMemory<byte> plaintext, string context, CancellationToken ct) =>
            inner.EncryptAsync(plaintext, context, ct);

        public ValueTask<byte[]> DecryptAsync(ReadOnlyMemory<byte> ciphertext, string context, string keyId, CancellationToken ct) =>
            IsAway ? throw new HttpRequestException("The key service is away.") : inner.DecryptAsync(ciphertext, context, keyId, ct);
    }
}
