using System.Diagnostics;

namespace OAuth2Server.LoadBenchmark;

/// <summary>Each workload for many minutes, with a sample of the resident memory every few seconds.</summary>
internal static class MemoryRun
{
    private const int Samples = 60;

    internal static async Task RunAsync(IReadOnlyList<Server> servers, Arguments arguments, Report report)
    {
        var minutes = arguments.MemoryMinutes;
        foreach (var server in servers)
        {
            foreach (var workload in arguments.Workloads.Where(server.Contender.Workloads.Contains))
            {
                var load = Measurement.TakeAsync(server, workload, arguments.Connections, (int)(minutes * 60));
                var samples = new List<long>();
                using var timer = new PeriodicTimer(TimeSpan.FromMinutes(minutes / Samples));
                while (!load.IsCompleted && await timer.WaitForNextTickAsync()) samples.Add(server.Memory());
                report.Add(await load);
                report.Add(server, workload, samples);
            }
        }
    }
}
