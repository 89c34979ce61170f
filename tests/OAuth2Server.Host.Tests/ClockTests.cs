using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;

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
        var clock = new ShiftedClock(seconds);
        var refused = await Assert.ThrowsAsync<StartException>(() => StartAsync(database, clock, null));
        var problem = Assert.Single(refused.Problems);
        var times = Regex.Match(
            problem, @"^This node's clock says (\S+), and the clock of the database says (\S+): they differ by (\d+) s\.");
        Assert.True(times.Success, problem);
        Assert.Equal(
            TimeSpan.FromSeconds(seconds).TotalSeconds, (Time(times, 1) - Time(times, 2)).TotalSeconds, tolerance: 1);
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
        await using var node = await StartAsync(database, new ShiftedClock(seconds), most);
        Assert.Equal(warns, node.Log.Text.Contains("[clock-drifts]", StringComparison.Ordinal));
        Assert.DoesNotContain("clock", (await node.NewBrowser().GetAsync("/healthz/ready")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_whose_clock_drifts_away_is_not_ready_until_it_is_set()
    {
        await using var database = await TestDatabase.CreateAsync(StoreProvider.PostgreSql);
        var clock = new ShiftedClock(-10);
        await using var node = await StartAsync(database, clock, "5m");
        var browser = node.NewBrowser();
        Assert.DoesNotContain("clock", (await browser.GetAsync("/healthz/ready")).Body, StringComparison.Ordinal);
        clock.Shift = TimeSpan.FromMinutes(20);
        var drifted = await browser.GetAsync("/healthz/ready");
        Assert.Equal(503, (int)drifted.Status);
        Assert.Contains("This node's clock says", drifted.Body, StringComparison.Ordinal);
        Assert.Equal(200, (int)(await browser.GetAsync("/healthz/live")).Status);
    }

    private static DateTimeOffset Time(Match times, int group) =>
        DateTimeOffset.Parse(times.Groups[group].Value, CultureInfo.InvariantCulture);

    private static Task<TestServer> StartAsync(TestDatabase database, ShiftedClock clock, string? most) => TestServer.StartAsync(
        configuration =>
        {
            database.UseWithIssuer(configuration);
            var store = configuration.Server()["Store"]!.AsObject();
            store.Remove("MaxClockDifference");
            if (most is not null) store["MaxClockDifference"] = most;
        },
        services => services.AddSingleton<TimeProvider>(clock));

    /// <summary>A clock that runs, and is wrong by a number of seconds.</summary>
    private sealed class ShiftedClock(int seconds) : TimeProvider
    {
        internal TimeSpan Shift { get; set; } = TimeSpan.FromSeconds(seconds);

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;
    }
}
