using System.Diagnostics;

namespace OAuth2Server.StorageBenchmark;

/// <summary>Runs variants in turn, several rounds, after a warm-up: what else the machine does meets all of them alike.</summary>
internal static class Harness
{
    internal sealed record Figures(double PerSecond, double P50, double P99);

    internal static async Task<(Figures Model, Figures Raw)> CompareAsync(Operation operation, IWork model, IWork raw, Arguments arguments)
    {
        var (models, raws) = (new Samples(), new Samples());
        await RunAsync(operation, model, arguments.Callers, arguments.Seconds, new());
        await RunAsync(operation, raw, arguments.Callers, arguments.Seconds, new());
        for (var round = 0; round < arguments.Rounds; round++)
        {
            await RunAsync(operation, model, arguments.Callers, arguments.Seconds, models);
            await RunAsync(operation, raw, arguments.Callers, arguments.Seconds, raws);
        }
        return (models.ToFigures(), raws.ToFigures());
    }

    internal static async Task RunAsync(Operation operation, IWork work, int callers, double seconds, Samples into,
        CancellationToken until = default)
    {
        var steps = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => operation.Start(work)));
        var watch = Stopwatch.StartNew();
        var ticks = (long)(seconds * Stopwatch.Frequency);
        var latencies = await Task.WhenAll(steps.Select(step => Task.Run(async () =>
        {
            var own = new List<long>();
            for (var now = watch.ElapsedTicks; now < ticks && !until.IsCancellationRequested;)
            {
                await step();
                var after = watch.ElapsedTicks;
                own.Add(after - now);
                now = after;
            }
            return own;
        })));
        into.Add(latencies.Sum(l => l.Count) / watch.Elapsed.TotalSeconds, latencies.SelectMany(l => l));
    }

    /// <summary>What the rounds of one variant gave.</summary>
    internal sealed class Samples
    {
        private readonly List<double> _rates = [];
        private readonly List<long> _latencies = [];

        internal void Add(double rate, IEnumerable<long> latencies)
        {
            _rates.Add(rate);
            _latencies.AddRange(latencies);
        }

        internal Figures ToFigures()
        {
            _rates.Sort();
            _latencies.Sort();
            return new(_rates[_rates.Count / 2], At(0.5), At(0.99));
        }

        private double At(double share) => _latencies[(int)(share * (_latencies.Count - 1))] * 1000.0 / Stopwatch.Frequency;
    }
}
