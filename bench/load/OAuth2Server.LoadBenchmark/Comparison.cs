namespace OAuth2Server.LoadBenchmark;

/// <summary>Every workload on every contender, in turn, so that whatever else the machine does meets all alike.</summary>
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
                foreach (var server in able)
                {
                    var measurement = await Measurement.TakeAsync(server, workload, arguments.Connections, arguments.Seconds);
                    report.Add(measurement);
                    await Console.Error.WriteLineAsync($"{workload.Name} {server.Contender.Name}: {measurement.PerSecond:N0}/s, {measurement.PerCpuSecond:N0} per CPU-second, {measurement.Run.Wrong} wrong");
                }
            }
        }
    }

    /// <summary>How many times as much one server does with its CPU time as another, round by round: within one round the machine is the same for both.</summary>
    internal static double[] Ratios(IEnumerable<Measurement> runs, IEnumerable<Measurement> others) =>
        [.. runs.Zip(others, (one, other) => one.PerCpuSecond / other.PerCpuSecond).Order()];

    internal static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
