using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OAuth2Server.EntityFrameworkCore;

namespace OAuth2Server.StorageBenchmark;

/// <summary>Issuing without pruning, and while the package's own service removes a million expired rows.</summary>
internal static class PruneBenchmark
{
    private const int Expired = 1_000_000;

    internal static async Task RunAsync(IBench bench, Arguments arguments)
    {
        await bench.FillAsync(1, Expired, Clock.Now.AddDays(-1));
        var work = new ModelWork(new PooledDbContextFactory<BenchDb>(bench.Options));
        var issuing = Operations.All(Expired)[0];
        var (quiet, during) = (new Harness.Samples(), new Harness.Samples());
        await Harness.RunAsync(issuing, work, arguments.Callers, arguments.Seconds, new());
        await Harness.RunAsync(issuing, work, arguments.Callers, arguments.Seconds, quiet);

        await using var services = Services(bench);
        var service = services.GetRequiredService<IHostedService>();
        var removed = new CancellationTokenSource();
        await service.StartAsync(default);
        var watching = WatchAsync(bench, removed);
        await Harness.RunAsync(issuing, work, arguments.Callers, 600, during, removed.Token);
        var took = await watching;
        await service.StopAsync(default);

        var (q, d) = (quiet.ToFigures(), during.ToFigures());
        Console.WriteLine($"### Issuing on postgres with {arguments.Callers} callers while {Expired:N0} expired rows are pruned\n");
        Console.WriteLine("| | ops/s | p50, ms | p99, ms |\n| --- | ---: | ---: | ---: |");
        Console.WriteLine($"| quiet, {arguments.Seconds} s | {q.PerSecond:N0} | {q.P50:F2} | {q.P99:F2} |");
        var pruning = $"pruning, {took.TotalSeconds:F0} s ({Expired / took.TotalSeconds:N0} rows/s)";
        Console.WriteLine($"| {pruning} | {d.PerSecond:N0} | {d.P50:F2} | {d.P99:F2} |");
        Console.WriteLine($"\np99 during the prune is {d.P99 / q.P99:F2} times the quiet one.\n");
    }

    private static ServiceProvider Services(IBench bench) => new ServiceCollection()
        .AddScoped(_ => new BenchDb(bench.Options))
        .AddScoped<IPruningModel>(s => new EntityFrameworkModel<BenchDb>(s.GetRequiredService<BenchDb>()))
        .AddSingleton(typeof(ILogger<>), typeof(Microsoft.Extensions.Logging.Abstractions.NullLogger<>))
        .AddOAuth2Pruning<BenchDb>()
        .BuildServiceProvider();

    private static async Task<TimeSpan> WatchAsync(IBench bench, CancellationTokenSource removed)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var before = Clock.Now.AddHours(-1).UtcTicks;
        await using var db = new BenchDb(bench.Options);
        while (await db.Set<AccessTokenRow>().AnyAsync(t => t.ExpiresAt < before)) await Task.Delay(200);
        await removed.CancelAsync();
        return watch.Elapsed;
    }
}
