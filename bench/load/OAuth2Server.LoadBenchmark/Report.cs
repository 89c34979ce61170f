using System.Globalization;
using System.Text;

namespace OAuth2Server.LoadBenchmark;

/// <summary>The tables, in Markdown.</summary>
internal sealed class Report(IReadOnlyList<Server> servers)
{
    /// <summary>Growth within the second half of a run that counts as none.</summary>
    private const double Flat = 0.05;

    private readonly Measurements _measurements = new();
    private readonly List<string> _memory = [];

    internal long Wrong => _measurements.All.Sum(m => m.Run.Wrong);

    internal void Add(Measurement measurement) => _measurements.Add(measurement);

    internal void Add(Server server, Workload workload, IReadOnlyList<long> memory)
    {
        var half = memory.Count / 2;
        var growth = ((double)memory.Skip(half + (half / 2)).Max() / memory.Skip(half).Take(half / 2).Max()) - 1;
        var quarters = Enumerable.Range(1, 4).Select(i => Megabytes(memory[Math.Min(memory.Count - 1, memory.Count * i / 4)]));
        var (title, cells) = (server.Contender.Title, string.Join(" | ", [Megabytes(memory[0]), .. quarters]));
        _memory.Add($"| {title} | {workload.Title} | {cells} | {growth:P1} | {(growth <= Flat ? "yes" : "no")} |");
    }

    internal string Print()
    {
        var text = new StringBuilder();
        foreach (var workload in Workload.All) Print(workload, text);
        PrintMemory(text);
        Budgets.Print(_measurements, text);
        BeforeAndAfter.Print(_measurements, text);
        PrintProcesses(text);
        return text.ToString();
    }

    private void Print(Workload workload, StringBuilder text)
    {
        var measured = servers.Select(server => server.Contender).Where(contender => _measurements.Of(workload, contender.Name).Length > 0).ToArray();
        if (measured.Length == 0) return;
        text.AppendLine(CultureInfo.InvariantCulture, $"### {workload.Title}").AppendLine()
            .AppendLine("| server | per second | per CPU-second | of the floor | of its store floor | p50, ms | p99, ms | bytes allocated | wrong |")
            .AppendLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var contender in measured)
        {
            var runs = _measurements.Of(workload, contender.Name);
            text.Append(CultureInfo.InvariantCulture, $"| {contender.Title} | {Number(Median(runs, m => m.PerSecond))} | {Number(Median(runs, m => m.PerCpuSecond))} ");
            text.Append(CultureInfo.InvariantCulture, $"| {Share(workload, contender.Name, "floor")} | {Share(workload, contender.Name, contender.StoreFloor)} ");
            text.Append(CultureInfo.InvariantCulture, $"| {Milliseconds(runs, r => r.P50)} | {Milliseconds(runs, r => r.P99)} ");
            var allocated = _measurements.Allocated(workload, contender.Name) is { } bytes ? Number(bytes.Median) : "";
            text.AppendLine(CultureInfo.InvariantCulture, $"| {allocated} | {runs.Sum(m => m.Run.Wrong)} |");
        }
        text.AppendLine();
    }

    private void PrintMemory(StringBuilder text)
    {
        if (_memory.Count == 0) return;
        text.AppendLine("### Resident memory, MB").AppendLine()
            .AppendLine("| server | workload | first | 1/4 | 2/4 | 3/4 | end | growth from the third to the last quarter | flat |")
            .AppendLine("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
        foreach (var line in _memory) text.AppendLine(line);
        text.AppendLine();
    }

    private void PrintProcesses(StringBuilder text)
    {
        text.AppendLine("### Processes").AppendLine()
            .AppendLine("| server | first token after its start, ms | peak memory, MB |").AppendLine("| --- | ---: | ---: |");
        foreach (var server in servers)
        {
            var (start, peak) = (Number(server.StartUp.TotalMilliseconds), Megabytes(server.PeakMemory()));
            text.AppendLine(CultureInfo.InvariantCulture, $"| {server.Contender.Title} | {start} | {peak} |");
        }
        text.AppendLine();
    }

    private string Share(Workload workload, string contender, string? floor) =>
        floor is not null && _measurements.Ratio(workload, contender, floor) is { } ratio ? ratio.Median.ToString("P1", CultureInfo.InvariantCulture) : "";

    private static double Median(Measurement[] runs, Func<Measurement, double> value) => Comparison.Median(runs.Select(value));

    private static string Milliseconds(Measurement[] runs, Func<Run, TimeSpan> latency) =>
        Median(runs, m => latency(m.Run).TotalMilliseconds).ToString("N2", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Megabytes(long bytes) => Number(bytes / 1e6);
}
