using System.Data.Common;
using Microsoft.EntityFrameworkCore.Storage;

namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>A statement that fails is tried again as the DbContext's execution strategy says.</summary>
public abstract class RetryTests
{
    protected abstract ValueTask<ShopStore> CreateAsync();

    [Fact]
    public async Task A_statement_that_goes_on_failing_is_tried_once_and_as_often_again_as_the_strategy_says()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var failures = await BreakAsync(shop, retries: 3, repairedAfter: int.MaxValue);

        Assert.Equal(4, failures);
    }

    [Fact]
    public async Task A_statement_that_succeeds_when_it_is_tried_again_has_its_result()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var failures = await BreakAsync(shop, retries: 3, repairedAfter: 2);

        Assert.Equal(2, failures);
    }

    [Fact]
    public async Task A_failure_that_the_strategy_does_not_retry_is_the_callers_own()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        await RenameAsync(shop, "clients", "away");
        var options = shop.Store.With(d => new Retries(d, 3, _ => Task.FromResult(false)));

        await Assert.ThrowsAnyAsync<DbException>(() => shop.CallAsync(m => m.GetClientAsync("c", shop.Now, default), options));
    }

    // The table is away for some tries. Returns how many failed.
    private static async Task<int> BreakAsync(Shop shop, int retries, int repairedAfter)
    {
        await shop.CallAsync(async m =>
        {
            await m.SaveClientAsync(new() { Id = "c", Type = ClientType.Public }, null);
            return true;
        });
        await RenameAsync(shop, "clients", "away");
        var failures = 0;
        var options = shop.Store.With(d => new Retries(d, retries, async _ =>
        {
            if (++failures == repairedAfter) await RenameAsync(shop, "away", "clients");
            return true;
        }));
        if (repairedAfter <= retries)
        {
            Assert.Equal("c", (await shop.CallAsync(m => m.GetClientAsync("c", shop.Now, default), options))!.Id);
            return failures;
        }
        var met = await Assert.ThrowsAsync<RetryLimitExceededException>(
            () => shop.CallAsync(m => m.GetClientAsync("c", shop.Now, default), options));
        Assert.IsType<DbException>(met.InnerException, exactMatch: false);
        return failures;
    }

    private static Task<int> RenameAsync(Shop shop, string from, string to) =>
        shop.SqlAsync($"ALTER TABLE {shop.Store.Table(from)} RENAME TO sso_{to}");

    private sealed class Retries(ExecutionStrategyDependencies dependencies, int most, Func<Exception, Task<bool>> decide)
        : ExecutionStrategy(dependencies, most, TimeSpan.Zero)
    {
        protected override bool ShouldRetryOn(Exception exception) => decide(exception).GetAwaiter().GetResult();

        protected override TimeSpan? GetNextDelay(Exception lastException) =>
            base.GetNextDelay(lastException) is null ? null : TimeSpan.Zero;
    }
}

public sealed class SqliteRetryTests : RetryTests
{
    protected override ValueTask<ShopStore> CreateAsync() => SqliteShop.CreateAsync();
}

public sealed class PostgreSqlRetryTests : RetryTests
{
    protected override ValueTask<ShopStore> CreateAsync() => PostgreSqlShop.CreateAsync();
}
