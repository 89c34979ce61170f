using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>The background job: one node at a time, owned by a lease in the store.</summary>
public abstract class PruningServiceTests
{
    protected abstract ValueTask<ShopStore> CreateAsync();

    [Fact]
    public async Task A_lease_has_one_owner_that_may_prolong_it_until_it_ends()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        Assert.True(await TakeAsync(shop, "one"));
        Assert.False(await TakeAsync(shop, "two"));
        shop.Clock.Advance(TimeSpan.FromSeconds(40));
        Assert.True(await TakeAsync(shop, "one"));
        shop.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(await TakeAsync(shop, "two"));
        shop.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await TakeAsync(shop, "two"));
        Assert.False(await TakeAsync(shop, "one"));
        Assert.True(await TakeAsync(shop, "one", "another job"));
    }

    [Fact]
    public async Task Of_many_that_ask_at_the_same_time_one_gets_the_lease()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var taken = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => TakeAsync(shop, $"node {i}"))));
        Assert.Single(taken, t => t);
    }

    [Fact]
    public async Task Two_services_on_one_store_take_turns_by_the_lease()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        await ExpiredAsync(shop, 10);
        await using var nodes = new Nodes(shop, new() { BatchSize = 4, Pause = TimeSpan.Zero });
        var (one, two) = (nodes.NewService(), nodes.NewService());

        Assert.Equal(10, await one.PruneAsync(default));
        await ExpiredAsync(shop, 3);
        Assert.Equal(0, await two.PruneAsync(default));
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(3, await two.PruneAsync(default));
        Assert.Equal(0, await one.PruneAsync(default));
        Assert.Equal(["Information Pruned: Removed 10 expired rows", "Information Pruned: Removed 3 expired rows"], nodes.Log.Lines);
    }

    [Fact]
    public async Task Two_services_that_run_remove_each_row_once()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        await ExpiredAsync(shop, 50);
        await using var nodes = new Nodes(shop, new() { Interval = TimeSpan.FromMinutes(5), BatchSize = 7,
            Pause = TimeSpan.FromMilliseconds(20) });
        BackgroundService[] services = [nodes.NewService(), nodes.NewService()];
        foreach (var service in services) await service.StartAsync(default);

        await UntilGoneAsync(shop);
        // Idle for an interval; then there is work again.
        await ExpiredAsync(shop, 20);
        await UntilGoneAsync(shop);
        foreach (var service in services) await service.StopAsync(default);
        Assert.Equal(1, await shop.CountAsync<LeaseRow>());
        Assert.DoesNotContain(nodes.Log.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_database_that_is_unavailable_is_logged_once_each_turn_and_the_service_continues()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        await ExpiredAsync(shop, 1);
        await using var nodes = new Nodes(shop, new() { Interval = TimeSpan.FromMinutes(5) });
        await shop.SqlAsync($"ALTER TABLE {shop.Store.Table("leases")} RENAME TO away");
        var service = nodes.NewService();
        await service.StartAsync(default);
        while (nodes.Log.Lines.IsEmpty) await Task.Delay(10);
        Assert.Equal("Warning PruningFailed: Removing expired rows failed; it is tried again", nodes.Log.Lines.First());

        var back = shop.Store.Table("leases").Split('.');
        await shop.SqlAsync($"ALTER TABLE {string.Join('.', [.. back[..^1], "away"])} RENAME TO {back[^1]}");
        await UntilGoneAsync(shop);
        await service.StopAsync(default);
    }

    private static async Task UntilGoneAsync(Shop shop)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await shop.CountAsync<AccessTokenRow>() > 0)
        {
            shop.Clock.Advance(TimeSpan.FromSeconds(20));
            await Task.Delay(5, limit.Token);
        }
    }

    private static async Task ExpiredAsync(Shop shop, int rows)
    {
        for (var i = 0; i < rows; i++)
            await shop.SaveAsync(new Token { Access = shop.New.Access(Records.Text(), shop.New.Authorization(),
                TimeSpan.FromSeconds(-1)) });
    }

    private static async Task<bool> TakeAsync(Shop shop, string owner, string job = "job")
    {
        await using var db = shop.Store.Open();
        return await new Lease(db, shop.Clock).TakeAsync(job, owner, TimeSpan.FromMinutes(1), default);
    }

    private sealed class Nodes : IAsyncDisposable
    {
        private readonly ServiceProvider _services;
        private readonly PruningOptions _options;
        private readonly Shop _shop;

        internal Nodes(Shop shop, PruningOptions options)
        {
            (_shop, _options) = (shop, options);
            _services = new ServiceCollection().AddScoped(_ => shop.Store.Open())
                .AddScoped<IPruningModel>(s => new ShopModel(s.GetRequiredService<ShopDb>())).BuildServiceProvider();
        }

        internal CapturedLog<PruningService<ShopDb>> Log { get; } = new();

        internal PruningService<ShopDb> NewService() =>
            new(_services.GetRequiredService<IServiceScopeFactory>(), Options.Create(_options), _shop.Clock, Log);

        public ValueTask DisposeAsync() => _services.DisposeAsync();
    }
}

public sealed class SqlitePruningServiceTests : PruningServiceTests
{
    protected override ValueTask<ShopStore> CreateAsync() => SqliteShop.CreateAsync();

    [Theory]
    [InlineData(0, 500, 20)]
    [InlineData(300, 0, 20)]
    [InlineData(300, 500, -1)]
    public void A_setting_out_of_range_is_refused_at_start(int seconds, int batch, int pause)
    {
        using var services = new ServiceCollection().AddOAuth2Pruning<ShopDb>(o =>
        {
            o.Interval = TimeSpan.FromSeconds(seconds);
            o.BatchSize = batch;
            o.Pause = TimeSpan.FromMilliseconds(pause);
        }).BuildServiceProvider();
        Assert.Throws<OptionsValidationException>(services.GetRequiredService<IStartupValidator>().Validate);
    }
}

public sealed class PostgreSqlPruningServiceTests : PruningServiceTests
{
    protected override ValueTask<ShopStore> CreateAsync() => PostgreSqlShop.CreateAsync();
}
