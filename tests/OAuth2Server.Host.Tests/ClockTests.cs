using Microsoft.Extensions.Time.Testing;

namespace OAuth2Server.Host.Tests;

/// <summary>A node compares its clock with that of PostgreSQL.</summary>
public sealed class ClockTests
{
    [Theory]
    [InlineData(20 * 60)]
    [InlineData(-20 * 60)]
    [InlineData(40)]
    public async Task A_node_whose_clock_differs_too_much_does_not_start_and_says_both_times(int seconds)
    {
        await using var database = await TestDatabase.CreateAsync(StoreProvider.PostgreSql);
        var clock = ClockAt(seconds);
        var refused = await Assert.ThrowsAsync<StartException>(() => StartAsync(database, clock, null));
        var problem = Assert.Single(refused.Problems);
        Assert.StartsWith($"This node's clock says {clock.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}", problem, StringComparison.Ordinal);
        Assert.Contains($"the database says {TimeProvider.System.GetUtcNow():yyyy-MM-ddTHH:}", problem, StringComparison.Ordinal);
        Assert.Contains("OAuth2Server:Store:MaxClockDifference allows 30s. Set the clock", problem, StringComparison.Ordinal);
        Assert.EndsWith("[clock-differs]", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "30s", false)]
    [InlineData(15, "30s", true)]
    [InlineData(-600, "1h", true)]
    [InlineData(3000, "none", false)]
    public async Task Below_the_bound_a_node_starts_and_warns_of_more_than_a_few_seconds(int seconds, string most, bool warns)
    {
        await using var database = await TestDatabase.CreateAsync(StoreProvider.PostgreSql);
        await using var node = await StartAsync(database, ClockAt(seconds), most);
        Assert.Equal(warns, node.Log.Text.Contains("[clock-drifts]", StringComparison.Ordinal));
        Assert.Equal(200, (int)(await node.NewBrowser().GetAsync("/healthz/ready")).Status);
    }

    [Fact]
    public async Task A_node_whose_clock_drifts_away_is_not_ready_until_it_is_set()
    {
        await using var database = await TestDatabase.CreateAsync(StoreProvider.PostgreSql);
        var clock = ClockAt(-10);
        await using var node = await StartAsync(database, clock, "5m");
        var browser = node.NewBrowser();
        Assert.Equal("Healthy", (await browser.GetAsync("/healthz/ready")).Body);
        clock.Advance(TimeSpan.FromMinutes(20));
        var drifted = await browser.GetAsync("/healthz/ready");
        Assert.Equal(503, (int)drifted.Status);
        Assert.Contains("This node's clock says", drifted.Body, StringComparison.Ordinal);
        Assert.Equal(200, (int)(await browser.GetAsync("/healthz/live")).Status);
    }

    private static FakeTimeProvider ClockAt(int seconds) => new(TimeProvider.System.GetUtcNow().AddSeconds(seconds));

    private static Task<TestServer> StartAsync(TestDatabase database, FakeTimeProvider clock, string? most) => TestServer.StartAsync(
        configuration =>
        {
            database.UseWithIssuer(configuration);
            var store = configuration.Server()["Store"]!.AsObject();
            store.Remove("MaxClockDifference");
            if (most is not null) store["MaxClockDifference"] = most;
        },
        clock: clock);
}
