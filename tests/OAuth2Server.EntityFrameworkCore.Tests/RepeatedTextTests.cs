namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>A token generator that repeats itself is an error: if the second token were dropped, its client would hold the text of another token.</summary>
public abstract class RepeatedTextTests
{
    protected abstract ValueTask<ShopStore> CreateAsync();

    [Fact]
    public async Task An_access_token_text_of_another_is_refused() =>
        await IsRefusedAsync((shop, _) => shop.SaveAsync(shop.New.Pair(shop.New.Authorization(), access: "access")));

    [Fact]
    public async Task A_refresh_token_text_of_another_is_refused() =>
        await IsRefusedAsync((shop, _) => shop.SaveAsync(shop.New.Pair(shop.New.Authorization(), refresh: "refresh")));

    [Fact]
    public async Task A_code_with_the_text_of_another_is_refused() =>
        await IsRefusedAsync((shop, _) => shop.SaveAsync(shop.New.Code("refresh", shop.New.Authorization())));

    [Fact]
    public async Task An_exchange_for_an_access_token_text_of_another_is_refused() =>
        await IsRefusedAsync((shop, mine) => shop.ExchangeAsync(mine.Refresh!, shop.New.Pair(mine.Access.Authorization, access: "access")));

    [Fact]
    public async Task An_exchange_for_a_refresh_token_text_of_another_is_refused() =>
        await IsRefusedAsync((shop, mine) =>
            shop.ExchangeAsync(mine.Refresh!, shop.New.Pair(mine.Access.Authorization, refresh: "refresh")));

    [Fact]
    public async Task An_exchange_for_the_consumed_text_itself_is_refused() =>
        await IsRefusedAsync((shop, mine) => shop.ExchangeAsync(mine.Refresh!, shop.New.Pair(mine.Access.Authorization, refresh: "mine")));

    private async Task IsRefusedAsync(Func<Shop, Token, Task> save)
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var (theirs, mine) = (shop.New.Pair(shop.New.Authorization("8"), "access", "refresh"),
            shop.New.Pair(shop.New.Authorization(), refresh: "mine"));
        await shop.SaveAsync(theirs);
        await shop.SaveAsync(mine);

        await Assert.ThrowsAsync<InvalidOperationException>(() => save(shop, mine));
        Assert.Equal(theirs.Access.Id, (await shop.FindAccessAsync("access"))!.Id);
        Assert.Equal(theirs.Access.Authorization.Id, (await shop.FindRefreshAsync("refresh"))!.Authorization.Id);
    }
}

public sealed class SqliteRepeatedTextTests : RepeatedTextTests
{
    protected override ValueTask<ShopStore> CreateAsync() => SqliteShop.CreateAsync();
}

public sealed class PostgreSqlRepeatedTextTests : RepeatedTextTests
{
    protected override ValueTask<ShopStore> CreateAsync() => PostgreSqlShop.CreateAsync();
}
