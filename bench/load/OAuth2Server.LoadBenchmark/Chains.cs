using System.Diagnostics;

namespace OAuth2Server.LoadBenchmark;

/// <summary>The generator of work in which each request needs the answer to the one before: several chains at the same time.</summary>
internal static class Chains
{
    internal static async Task<Run> RunAsync(
        Server server, Workload workload, int connections, int seconds, Func<Task> begin, Func<Task> end)
    {
        var chains = Enumerable.Range(0, connections).Select(_ => new Chain(server)).ToArray();
        try
        {
            // The sign-in and the first refresh token are not measured.
            foreach (var chain in chains) await chain.ExchangeAsync();
            await begin();
            var until = Stopwatch.GetTimestamp() + (seconds * Stopwatch.Frequency);
            var work = chains.Select(chain => WorkAsync(workload == Workload.Rotation ? chain.RotateAsync : chain.ExchangeAsync, until));
            var results = await Task.WhenAll(work);
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
                // A broken chain cannot continue: the one wrong answer is printed, and the run fails.
                await Console.Error.WriteLineAsync(e.Message);
                return (latencies, 1);
            }
            latencies.Add(Stopwatch.GetElapsedTime(start));
        }
        return (latencies, 0);
    }

    private static TimeSpan At(TimeSpan[] sorted, double share) =>
        sorted.Length == 0 ? TimeSpan.Zero : sorted[(int)((sorted.Length - 1) * share)];
}
