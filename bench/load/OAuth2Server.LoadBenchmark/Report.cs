using System.Globalization;
using System.Text;

namespace OAuth2Server.LoadBenchmark;

/// <summary>The tables, in Markdown.</summary>
internal sealed class Report(IReadOnlyList<Server> servers)
{
    /// <summary>Growth within the second half of a run that counts as none.</summary>
    private const double Flat = 0.05;

    private readonly List<Measurement> _measurements = [];
    private readonly List<string> _memory = [];

    internal long Wrong => _measurements.Sum(m => m.Run.Wrong);

    internal void Add(Measurement measurement) => _measurements.Add(measurement);

    internal void Add(Server server, Workload workload, IReadOnlyList<long> memory)
    {
        var half = memory.Count / 2;
        var growth = ((double)memory.Skip(half + (half / 2)).Max() / memory.Skip(half).Take(half / 2).Max()) - 1;
        var quarters = string.Join(" | ", Enumerable.Range(1, 4).Select(i => Megabytes(memory[Math.Min(memory.Count - 1, memory.Count * i / 4)])));
        _memory.Add($"| {server.Contender.Title} | {workload.Title} | {Megabytes(memory[0])} | {quarters} | {growth:P1} | {(growth <= Flat ? "yes" : "no")} |");
    }

    internal string Print()
    {
        var text = new StringBuilder();
        foreach (var workload in _measurements.GroupBy(m => m.Workload)) Print(workload, text);
        if (_memory.Count > 0)
        {
            text.AppendLine("### Resident memory, MB\n").AppendLine("| server | workload | first | 1/4 | 2/4 | 3/4 | end | last quarter against the third | flat |").AppendLine("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
            foreach (var line in _memory) text.AppendLine(line);
            text.AppendLine();
        }
        Budgets.Print(_measurements, text);
        text.AppendLine("### Processes\n").AppendLine("| server | first token after its start, ms | peak memory, MB |").AppendLine("| --- | ---: | ---: |");
        foreach (var server in servers) text.AppendLine(CultureInfo.InvariantCulture, $"| {server.Contender.Title} | {server.StartUp.TotalMilliseconds:N0} | {Megabytes(server.PeakMemory())} |");
        return text.AppendLine().ToString();
    }

    private static void Print(IGrouping<Workload, Measurement> workload, StringBuilder text)
    {
        var floor = workload.Where(m => m.Server.Contender.Name == "floor").ToArray();
        text.AppendLine(CultureInfo.InvariantCulture, $"### {workload.Key.Title}\n");
        text.AppendLine("| server | per second | per CPU-second | of the floor | p50, ms | p99, ms | bytes allocated | wrong |").AppendLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var runs in workload.GroupBy(m => m.Server).Select(group => group.ToArray()))
        {
            var efficiency = Median(runs, m => m.PerCpuSecond);
            var share = floor.Length > 0 ? Comparison.Median(Comparison.Ratios(runs, floor)).ToString("P1", CultureInfo.InvariantCulture) : "";
            var allocated = runs[0].AllocatedPerOperation is null ? "" : Number(Median(runs, m => m.AllocatedPerOperation!.Value));
            text.AppendLine(CultureInfo.InvariantCulture, $"| {runs[0].Server.Contender.Title} | {Number(Median(runs, m => m.PerSecond))} | {Number(efficiency)} | {share} | {Milliseconds(runs, r => r.P50)} | {Milliseconds(runs, r => r.P99)} | {allocated} | {runs.Sum(m => m.Run.Wrong)} |");
        }
        text.AppendLine();
    }

    private static double Median(Measurement[] runs, Func<Measurement, double> value) => Comparison.Median(runs.Select(value));

    private static string Milliseconds(Measurement[] runs, Func<Run, TimeSpan> latency) => Median(runs, m => latency(m.Run).TotalMilliseconds).ToString("N2", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Megabytes(long bytes) => Number(bytes / 1e6);
}
