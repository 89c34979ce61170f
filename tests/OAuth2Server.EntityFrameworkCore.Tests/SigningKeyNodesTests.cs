using System.Security.Cryptography;
using System.Text;
using OAuth2Server.Jwt;

namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>Nodes with connections of their own over one database: they sign with the same keys.</summary>
public abstract class SigningKeyNodesTests
{
    private const int Nodes = 6;

    protected abstract ValueTask<ShopStore> CreateAsync();

    [Fact]
    public async Task Nodes_that_start_at_the_same_moment_over_a_new_database_make_one_ring()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var kek = new KeyEncryptionKey(RandomNumberGenerator.GetBytes(KeyEncryptionKey.Length));
        var nodes = Enumerable.Range(0, Nodes).Select(_ => NewNode(shop, kek)).ToArray();
        var kids = await TogetherAsync(nodes, node => SignsAsync(shop, node));
        Assert.Single(kids.Distinct());
        Assert.Equal(1, await shop.CountAsync<SigningKeyRow>());
        var ring = await shop.CallAsync(m => m.GetSigningKeysAsync(default));
        Assert.Equal((1, 2), (ring.Version, ring.Keys.Length));
    }

    [Fact]
    public async Task Nodes_that_find_a_key_due_at_the_same_moment_make_one()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var nodes = Enumerable.Range(0, Nodes).Select(_ => NewNode(shop)).ToArray();
        var first = (await TogetherAsync(nodes, node => SignsAsync(shop, node)))[0];
        shop.Clock.Advance(TimeSpan.FromDays(89.5));
        await TogetherAsync(nodes, node => SignsAsync(shop, node));
        Assert.Equal(4, (await shop.CallAsync(m => m.GetSigningKeysAsync(default))).Keys.Length);

        shop.Clock.Advance(TimeSpan.FromDays(1));
        var second = Assert.Single((await TogetherAsync(nodes, node => SignsAsync(shop, node))).Distinct());
        Assert.NotEqual(first, second);
        var sets = await TogetherAsync(nodes, async node =>
            Encoding.UTF8.GetString((await shop.CallAsync(m => node.GetKeySetAsync(m, default))).Span));
        Assert.Contains(first, Assert.Single(sets.Distinct()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_database_holds_no_private_key_in_the_clear_where_there_is_a_key_encryption_key()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        await SignsAsync(shop, NewNode(shop));
        var clear = (await shop.CallAsync(m => m.GetSigningKeysAsync(default))).Keys;
        Assert.True(await HoldsAsync(shop, clear[0]));
        var kek = new KeyEncryptionKey(RandomNumberGenerator.GetBytes(KeyEncryptionKey.Length));
        await SignsAsync(shop, NewNode(shop, kek));
        var sealedKeys = (await shop.CallAsync(m => m.GetSigningKeysAsync(default))).Keys;
        Assert.All(sealedKeys, key => Assert.Equal(kek.KeyId, key.EncryptedBy));
        Assert.All(clear, key => Assert.DoesNotContain(sealedKeys, other => other.PrivateKey.SequenceEqual(key.PrivateKey)));
    }

    private static async Task<bool> HoldsAsync(Shop shop, SigningKey key) =>
        (await shop.Store.DumpAsync()).AsSpan().IndexOf(
            Encoding.ASCII.GetBytes(System.Buffers.Text.Base64Url.EncodeToString(key.PrivateKey.AsSpan()))) >= 0;

    private static SigningKeys NewNode(Shop shop, IKeyEncryption? encryption = null) =>
        new(new SigningKeyOptions { Algorithms = [SigningAlgorithm.ES256, SigningAlgorithm.ES384] }, encryption, shop.Clock);

    private static async Task<string> SignsAsync(Shop shop, SigningKeys node) =>
        (await shop.CallAsync(m => node.GetSignerAsync(m, SigningAlgorithm.ES256, default))).KeyId;

    private static async Task<T[]> TogetherAsync<T>(SigningKeys[] nodes, Func<SigningKeys, Task<T>> call) =>
        await Task.WhenAll(nodes.Select(node => Task.Run(() => call(node))));
}

public sealed class SqliteSigningKeyNodesTests : SigningKeyNodesTests
{
    protected override ValueTask<ShopStore> CreateAsync() => SqliteShop.CreateAsync();
}

public sealed class PostgreSqlSigningKeyNodesTests : SigningKeyNodesTests
{
    protected override ValueTask<ShopStore> CreateAsync() => PostgreSqlShop.CreateAsync();
}
