namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>Pushed requests and used messages: one command each, repeated after a lost answer, pruned, and shared by nodes.</summary>
public abstract class MessageTests
{
    private static readonly SecretHash Message = SecretHash.Of("a proof");

    protected abstract ValueTask<ShopStore> CreateAsync();

    [Fact]
    public async Task A_repeated_first_use_is_its_own_success()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        Assert.True(await AgainAsync(shop, m => UseAsync(shop, m, Message)));
        Assert.False(await AgainAsync(shop, m => UseAsync(shop, m, Message)));
        shop.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.True(await AgainAsync(shop, m => UseAsync(shop, m, Message)));
        Assert.False(await AgainAsync(shop, m => UseAsync(shop, m, Message)));
        Assert.Equal(1, await shop.CountAsync<ReplayRow>());
    }

    [Fact]
    public async Task Another_use_between_the_two_attempts_is_refused_and_the_first_still_counts()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var other = true;
        var first = await AgainAsync(
            shop, m => UseAsync(shop, m, Message), async () => other = await shop.CallAsync(m => UseAsync(shop, m, Message)));
        Assert.Equal((true, false), (first, other));
    }

    [Fact]
    public async Task A_repeated_save_visit_and_use_of_a_pushed_request_are_one_each()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var (request, until) = (Request(shop, "reference"), shop.Clock.GetUtcNow().AddMinutes(30));
        await AgainAsync(shop, async m =>
        {
            await m.SavePushedRequestAsync(request, shop.Now, default);
            await m.VisitPushedRequestAsync(request, until, shop.Now, default);
            return true;
        });
        Assert.Equal(1, await shop.CountAsync<PushedRequestRow>());
        Assert.True(await AgainAsync(shop, m => m.RevokePushedRequestAsync(request, shop.Now, default)));
        Assert.False(await AgainAsync(shop, m => m.RevokePushedRequestAsync(request, shop.Now, default)));
        var found = await FindAsync(shop, "reference");
        Assert.Equal((shop.Clock.GetUtcNow(), until, shop.Clock.GetUtcNow()), (found!.VisitedAt, found.ExpiresAt, found.ConsumedAt));
    }

    /// <summary>It is visited before the answer of its save was lost: the repetition must not make it fresh.</summary>
    [Fact]
    public async Task A_repeated_save_does_not_undo_a_use()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var request = Request(shop, "reference");
        await AgainAsync(shop, async m =>
        {
            await m.SavePushedRequestAsync(request, shop.Now, default);
            return true;
        }, () => shop.CallAsync(m => m.RevokePushedRequestAsync(request, shop.Now, default)));
        Assert.NotNull((await FindAsync(shop, "reference"))!.ConsumedAt);
    }

    [Fact]
    public async Task Each_function_is_one_command()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        using var count = new CommandCount();
        await using var db = new ShopDb(shop.Store.With(interceptor: count));
        var (model, request) = (new ShopModel(db), Request(shop, "reference"));
        count.Take();
        await UseAsync(shop, model, Message);
        Assert.Equal((1, 0), count.Take());
        await model.SavePushedRequestAsync(request, shop.Now, default);
        Assert.Equal((1, 0), count.Take());
        await model.GetPushedRequestAsync(new("reference"), shop.Now, default);
        Assert.Equal((1, 0), count.Take());
        await model.VisitPushedRequestAsync(request, shop.Clock.GetUtcNow().AddMinutes(30), shop.Now, default);
        Assert.Equal((1, 0), count.Take());
        await model.RevokePushedRequestAsync(request, shop.Now, default);
        Assert.Equal((1, 0), count.Take());
    }

    /// <summary>A node whose clock is ahead prunes, while another still accepts the message by its own clock.</summary>
    [Fact]
    public async Task Used_messages_are_removed_five_minutes_after_their_time_in_small_batches()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        for (var i = 0; i < 5; i++) await shop.CallAsync(m => UseAsync(shop, m, SecretHash.Of($"proof {i}")));
        shop.Clock.Advance(TimeSpan.FromMinutes(7) - TimeSpan.FromTicks(1));
        Assert.Equal((0, 5), (await shop.PruneAllAsync(), await shop.CountAsync<ReplayRow>()));
        shop.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal((5, 0), (await shop.PruneAllAsync(batch: 2), await shop.CountAsync<ReplayRow>()));
    }

    [Fact]
    public async Task Pushed_requests_are_removed_when_they_expire_in_small_batches()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        for (var i = 0; i < 5; i++)
        {
            var request = Request(shop, $"{i}");
            await shop.CallAsync(m => m.SavePushedRequestAsync(request, shop.Now, default));
            var later = shop.Clock.GetUtcNow().AddHours(1);
            if (i == 4) await shop.CallAsync(m => m.VisitPushedRequestAsync(request, later, shop.Now, default));
        }
        shop.Clock.Advance(TimeSpan.FromSeconds(60) - TimeSpan.FromTicks(1));
        Assert.Equal(0, await shop.PruneAllAsync());
        shop.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal((4, 1), (await shop.PruneAllAsync(batch: 3), await shop.CountAsync<PushedRequestRow>()));
        Assert.NotNull(await FindAsync(shop, "4"));
    }

    [Theory]
    [InlineData("expires_at", "-1")]
    [InlineData("properties", "'no json'")]
    [InlineData("hash", "substr(hash, 1, 20)")]
    public async Task A_damaged_pushed_request_is_refused_and_logged(string column, string value)
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        await shop.CallAsync(m => m.SavePushedRequestAsync(Request(shop, "bad"), shop.Now, default));
        await shop.SqlAsync($"UPDATE {shop.Store.Table("pushed_requests")} SET {column} = {value}");
        var log = new CapturedLog<EntityFrameworkModel<ShopDb>>();
        await using var db = shop.Store.Open();
        Assert.Null(await new ShopModel(db, log).GetPushedRequestAsync(new("bad"), shop.Now, default));
        Assert.Equal(column == "hash" ? 0 : 1, log.Lines.Count);
    }

    /// <summary>Nodes with connections of their own over one database.</summary>
    [Fact]
    public async Task Of_nodes_that_use_a_message_at_the_same_moment_one_is_the_first()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        for (var round = 0; round < 50; round++)
        {
            var message = SecretHash.Of($"proof {round}");
            var first = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
                Task.Run(() => shop.CallAsync(m => UseAsync(shop, m, message)))));
            Assert.Single(first, true);
        }
    }

    private static PushedRequest Request(Shop shop, string reference) => new()
    {
        Hash = SecretHash.Of(reference),
        Issuer = "https://auth.example.com",
        ClientId = Shop.PhotoApp.Id,
        Parameters = "response_type=code&state=" + new string('x', 8000),
        ExpiresAt = shop.Clock.GetUtcNow().AddSeconds(60),
    };

    private static ValueTask<bool> UseAsync(Shop shop, ShopModel model, SecretHash message) =>
        model.UseOnceAsync(message, shop.Clock.GetUtcNow(), shop.Clock.GetUtcNow().AddMinutes(2), default);

    private static Task<PushedRequest?> FindAsync(Shop shop, string reference) =>
        shop.CallAsync(m => m.GetPushedRequestAsync(new(reference), shop.Now, default));

    private static Task<T> AgainAsync<T>(Shop shop, Func<ShopModel, ValueTask<T>> call, Func<Task>? meanwhile = null) =>
        shop.CallAsync(call, shop.Store.With(strategy: d => new AnswerLost(d, meanwhile)));
}

public sealed class SqliteMessageTests : MessageTests
{
    protected override ValueTask<ShopStore> CreateAsync() => SqliteShop.CreateAsync();
}

public sealed class PostgreSqlMessageTests : MessageTests
{
    protected override ValueTask<ShopStore> CreateAsync() => PostgreSqlShop.CreateAsync();
}
