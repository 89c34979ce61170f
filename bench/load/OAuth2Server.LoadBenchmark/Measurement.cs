using System.Diagnostics;

namespace OAuth2Server.LoadBenchmark;

/// <summary>One run of a workload on a server, with its costs.</summary>
internal sealed record Measurement(Server Server, Workload Workload, Run Run, TimeSpan Elapsed, double CpuSeconds, long? Allocated)
{
    internal double PerSecond => Run.Operations / Elapsed.TotalSeconds;

    internal double PerCpuSecond => Run.Operations / CpuSeconds;

    internal double? AllocatedPerOperation => Allocated / (double)Run.Operations;

    public override string ToString() =>
        $"{Workload.Name} {Server.Contender.Name}: {PerSecond:N0}/s, {PerCpuSecond:N0} per CPU-second, {Run.Wrong} wrong";

    internal static async Task<Measurement> TakeAsync(Server server, Workload workload, int connections, int seconds)
    {
        using var http = new HttpClient();
        var (begun, cpu, elapsed, allocated) = (0L, 0.0, TimeSpan.Zero, (long?)0);
        Run run;
        if (workload == Workload.Rotation || workload == Workload.Code)
        {
            run = await Chains.RunAsync(server, workload, connections, seconds, BeginAsync, EndAsync);
        }
        else
        {
            using var load = await FixedLoad.PrepareAsync(server, workload, seconds, http);
            await BeginAsync();
            run = await Wrk.RunAsync(load, connections, seconds);
            await EndAsync();
        }
        return new(server, workload, run, elapsed, cpu, allocated);

        async Task BeginAsync()
        {
            allocated = await server.AllocatedAsync(http);
            (begun, cpu) = (Stopwatch.GetTimestamp(), server.CpuSeconds());
        }

        async Task EndAsync()
        {
            (elapsed, cpu) = (Stopwatch.GetElapsedTime(begun), server.CpuSeconds() - cpu);
            allocated = await server.AllocatedAsync(http) - allocated;
        }
    }
}
