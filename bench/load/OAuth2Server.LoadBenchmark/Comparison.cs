namespace OAuth2Server.LoadBenchmark;

/// <summary>Every workload on every contender, in turn, so that other work on the machine affects all of them.</summary>
internal static class Comparison
{
    internal static async Task RunAsync(IReadOnlyList<Server> servers, Arguments arguments, Report report)
    {
        foreach (var workload in arguments.Workloads)
        {
            var able = servers.Where(server => server.Contender.Workloads.Contains(workload)).ToArray();
            foreach (var server in able) await Measurement.TakeAsync(server, workload, arguments.Connections, arguments.Warmup);
            for (var round = 0; round < arguments.Rounds; round++)
            {
                // Every second round goes backwards: a change of the machine's speed within a round then affects all of them.
                foreach (var server in round % 2 == 0 ? able : able.AsEnumerable().Reverse())
                {
                    var measurement = await Measurement.TakeAsync(server, workload, arguments.Connections, arguments.Seconds);
                    report.Add(measurement);
                    await Console.Error.WriteLineAsync(measurement.ToString());
                }
            }
        }
    }

    /// <summary>
    /// How many times as much one server does with its CPU time as another, for each round, sorted.
    /// Within one round the machine is the same for both.
    /// </summary>
    internal static double[] Ratios(IEnumerable<Measurement> runs, IEnumerable<Measurement> others) =>
        [.. runs.Zip(others, (one, other) => one.PerCpuSecond / other.PerCpuSecond).Order()];

    internal static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
