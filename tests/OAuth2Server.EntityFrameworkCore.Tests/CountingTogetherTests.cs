using System.Net;
using OAuth2Server.Testing;

namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>Two nodes, each with a shield of its own, over one database.</summary>
public abstract class CountingTogetherTests
{
    private static readonly (string, string)[] Wrong =
        [("grant_type", "client_credentials"), ("client_id", Shop.PhotoApp.Id), ("client_secret", "wrong")];
    private static readonly (string, string)[] Right =
        [("grant_type", "client_credentials"), ("client_id", Shop.PhotoApp.Id), ("client_secret", Shop.Secret)];

    protected abstract ValueTask<ShopStore> CreateAsync();

    [Fact]
    public async Task Ten_failures_are_free_for_both_nodes_together()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        BruteForceShield[] nodes = [new(shop.Clock), new(shop.Clock)];
        for (var i = 0; i < 12; i++) Assert.Equal(401, await StatusAsync(shop, nodes[i % 2], Wrong));

        Assert.All(await Task.WhenAll(nodes.Select(node => StatusAsync(shop, node, Right))), status => Assert.Equal(429, status));
        shop.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(200, await StatusAsync(shop, nodes[0], Right));
        Assert.Equal(0, await shop.CountAsync<AttemptRow>());
    }

    [Fact]
    public async Task Failures_at_the_same_moment_are_all_counted()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var counts = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() =>
            shop.CallAsync(m => m.AddFailureAsync("key", shop.Clock.GetUtcNow(), shop.Clock.GetUtcNow().AddMinutes(15), default)))));
        Assert.Equal(Enumerable.Range(1, 64), counts.Order());
    }

    private static async Task<int> StatusAsync(Shop shop, BruteForceShield node, (string, string)[] form)
    {
        await using var db = shop.Store.Open();
        var model = new ShopModel(db);
        var environment = new OAuthEnvironment(shop.Settings, shop.Clock, shield: node);
        var server = new AuthorizationServer(model, environment, [new ClientCredentialsGrant(model)]);
        return (await server.TokenAsync(new TestOAuthRequest(form) { Address = IPAddress.Parse("203.0.113.7") })).Status;
    }
}

public sealed class SqliteCountingTogetherTests : CountingTogetherTests
{
    protected override ValueTask<ShopStore> CreateAsync() => SqliteShop.CreateAsync();
}

public sealed class PostgreSqlCountingTogetherTests : CountingTogetherTests
{
    protected override ValueTask<ShopStore> CreateAsync() => PostgreSqlShop.CreateAsync();
}
