using Microsoft.EntityFrameworkCore.Infrastructure;

namespace OAuth2Server.StorageBenchmark;

/// <summary>Model and raw statements in turn, for each number of live tokens.</summary>
internal static class Comparison
{
    internal static async Task RunAsync(IBench bench, Arguments arguments)
    {
        var callers = $"{arguments.Callers} {(arguments.Callers == 1 ? "caller" : "callers")}";
        Console.WriteLine($"### {arguments.Work}, {callers}, {arguments.Rounds} rounds of {arguments.Seconds} s\n");
        Console.WriteLine(
            "| live tokens | operation | model, ops/s | raw, ops/s | share of raw | model p50 / p99, ms | raw p50 / p99, ms |");
        Console.WriteLine("| ---: | --- | ---: | ---: | ---: | ---: | ---: |");
        // The first 1000 rows are always stored, so that the look-up finds one in the empty table, too.
        long filled = 0;
        foreach (var live in arguments.Live)
        {
            var rows = Math.Max(live, 1000);
            if (rows > filled) await bench.FillAsync(filled + 1, rows, Clock.Now.AddDays(30));
            filled = Math.Max(filled, rows);
            var model = new ModelWork(new PooledDbContextFactory<BenchDb>(bench.Options));
            foreach (var operation in Operations.All(rows))
            {
                var (m, r) = await Harness.CompareAsync(operation, model, bench.Raw, arguments);
                var rates = $"{m.PerSecond:N0} | {r.PerSecond:N0} | {m.PerSecond / r.PerSecond:P0}";
                var times = $"{m.P50:F2} / {m.P99:F2} | {r.P50:F2} / {r.P99:F2}";
                Console.WriteLine($"| {live:N0} | {operation.Name} | {rates} | {times} |");
            }
        }
        Console.WriteLine();
    }
}
