using System.Diagnostics;

namespace OAuth2Server.LoadBenchmark;

/// <summary>The generator of work in which each request needs the answer before it: several chains at once.</summary>
internal static class Chains
{
    internal static async Task<Run> RunAsync(Server server, Workload workload, int connections, int seconds, Func<Task> begin, Func<Task> end)
    {
        var chains = Enumerable.Range(0, connections).Select(_ => new Chain(server)).ToArray();
        try
        {
            // Signing in, and the first refresh token, are no part of what is measured.
            foreach (var chain in chains) await chain.ExchangeAsync();
            await begin();
            var until = Stopwatch.GetTimestamp() + (seconds * Stopwatch.Frequency);
            var results = await Task.WhenAll(chains.Select(chain => WorkAsync(workload == Workload.Rotation ? chain.RotateAsync : chain.ExchangeAsync, until)));
            await end();
            var latencies = results.SelectMany(result => result.Latencies).Order().ToArray();
            return new(latencies.Length, results.Sum(result => result.Wrong), At(latencies, 0.50), At(latencies, 0.99));
        }
        finally
        {
            foreach (var chain in chains) chain.Dispose();
        }
    }

    private static async Task<(List<TimeSpan> Latencies, long Wrong)> WorkAsync(Func<Task> operation, long until)
    {
        var latencies = new List<TimeSpan>(100_000);
        while (Stopwatch.GetTimestamp() < until)
        {
            var start = Stopwatch.GetTimestamp();
            try
            {
                await operation();
            }
            catch (HttpRequestException e)
            {
                // A broken chain cannot go on: that one wrong answer is told, and spoils the run.
                await Console.Error.WriteLineAsync(e.Message);
                return (latencies, 1);
            }
            latencies.Add(Stopwatch.GetElapsedTime(start));
        }
        return (latencies, 0);
    }

    private static TimeSpan At(TimeSpan[] sorted, double share) => sorted.Length == 0 ? TimeSpan.Zero : sorted[(int)((sorted.Length - 1) * share)];
}
