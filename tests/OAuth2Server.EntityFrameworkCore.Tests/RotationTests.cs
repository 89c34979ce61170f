namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>A client that refreshes without end must not fill the disk, and reuse of every token that an honest client held is still
/// recognised.</summary>
public abstract class RotationTests
{
    protected abstract ValueTask<ShopStore> CreateAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_many_refreshes_within_an_hour_the_first_hundred_are_kept(bool endless)
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var authorization = shop.New.Authorization(endless: endless);
        var texts = await RotateAsync(shop, authorization, shop.New.Pair(authorization), 130);

        shop.Clock.Advance(CredentialRow.SurplusKept);
        await shop.PruneAllAsync();
        for (var i = 0; i <= CredentialRow.RotationsKept; i++) Assert.NotNull((await shop.FindRefreshAsync(texts[i]))!.ConsumedAt);
        for (var i = CredentialRow.RotationsKept + 1; i < 130; i++) Assert.Null(await shop.FindRefreshAsync(texts[i]));
        Assert.Null((await shop.FindRefreshAsync(texts[130]))!.ConsumedAt);
    }

    [Fact]
    public async Task A_further_token_is_kept_for_some_minutes()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var authorization = shop.New.Authorization();
        var texts = await RotateAsync(shop, authorization, shop.New.Pair(authorization), 110);

        shop.Clock.Advance(CredentialRow.SurplusKept - TimeSpan.FromTicks(1));
        await shop.PruneAllAsync();
        foreach (var text in texts) Assert.NotNull(await shop.FindRefreshAsync(text));
    }

    [Fact]
    public async Task The_count_starts_again_after_an_hour()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var authorization = shop.New.Authorization();
        var first = await RotateAsync(shop, authorization, shop.New.Pair(authorization), 90);
        shop.Clock.Advance(CredentialRow.RotationPeriod);
        var last = (await shop.FindRefreshAsync(first[^1]))!;
        var second = await RotateAsync(shop, authorization, new() { Access = shop.New.Access("a", authorization), Refresh = last }, 90,
            save: false);

        shop.Clock.Advance(TimeSpan.FromDays(5));
        await shop.PruneAllAsync();
        foreach (var text in first.Concat(second)) Assert.NotNull(await shop.FindRefreshAsync(text));
    }

    private static async Task<List<string>> RotateAsync(Shop shop, Authorization authorization, Token token, int times, bool save = true)
    {
        var first = save ? Records.Text() : "";
        if (save)
        {
            token = shop.New.Pair(authorization, refresh: first);
            await shop.SaveAsync(token);
        }
        var texts = save ? new List<string> { first } : [];
        await using var db = shop.Store.Open();
        var model = new ShopModel(db);
        for (var i = 0; i < times; i++)
        {
            texts.Add(Records.Text());
            var next = shop.New.Pair(authorization, refresh: texts[^1]);
            Assert.True(await model.ExchangeAsync(token.Refresh!, next, null, shop.Now, default));
            token = next;
        }
        return texts;
    }
}

public sealed class SqliteRotationTests : RotationTests
{
    protected override ValueTask<ShopStore> CreateAsync() => SqliteShop.CreateAsync(survivesPowerCut: false);
}

public sealed class PostgreSqlRotationTests : RotationTests
{
    protected override ValueTask<ShopStore> CreateAsync() => PostgreSqlShop.CreateAsync();
}
