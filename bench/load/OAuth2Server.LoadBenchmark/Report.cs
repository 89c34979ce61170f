using System.Globalization;
using System.Text;

namespace OAuth2Server.LoadBenchmark;

/// <summary>The tables, in Markdown.</summary>
internal sealed class Report(IReadOnlyList<Server> servers)
{
    /// <summary>Growth within the second half of a run that counts as none.</summary>
    private const double Flat = 0.05;

    private readonly Measurements _measurements = new();

    private readonly Table _memory = new(
        "Resident memory, MB",
        ["server", "workload", "#first", "#1/4", "#2/4", "#3/4", "#end", "#growth from the third to the last quarter", "flat"]);

    internal long Wrong => _measurements.All.Sum(m => m.Run.Wrong);

    internal void Add(Measurement measurement) => _measurements.Add(measurement);

    internal void Add(Server server, Workload workload, IReadOnlyList<long> memory)
    {
        var half = memory.Count / 2;
        var growth = ((double)memory.Skip(half + (half / 2)).Max() / memory.Skip(half).Take(half / 2).Max()) - 1;
        var quarters = Enumerable.Range(1, 4).Select(i => Megabytes(memory[Math.Min(memory.Count - 1, memory.Count * i / 4)]));
        var growthCell = growth.ToString("P1", CultureInfo.InvariantCulture);
        _memory.Add([server.Contender.Title, workload.Title, Megabytes(memory[0]), .. quarters, growthCell, growth <= Flat ? "yes" : "no"]);
    }

    internal string Print()
    {
        var text = new StringBuilder();
        foreach (var workload in Workload.Known) Print(workload, text);
        _memory.Print(text);
        Budgets.Print(_measurements, text);
        BeforeAndAfter.Print(_measurements, text);
        var processes = new Table("Processes", "server", "#first token after its start, ms", "#peak memory, MB");
        foreach (var server in servers)
            processes.Add(server.Contender.Title, Number(server.StartUp.TotalMilliseconds), Megabytes(server.PeakMemory()));
        processes.Print(text);
        return text.ToString();
    }

    private void Print(Workload workload, StringBuilder text)
    {
        var table = new Table(
            workload.Title,
            "server", "#per second", "#per CPU-second", "#of the floor", "#of its store floor",
            "#p50, ms", "#p99, ms", "#bytes allocated", "#wrong");
        foreach (var contender in servers.Select(server => server.Contender))
        {
            var runs = _measurements.Of(workload, contender.Name);
            if (runs.Length == 0) continue;
            table.Add(
                contender.Title,
                Number(Median(runs, m => m.PerSecond)),
                Number(Median(runs, m => m.PerCpuSecond)),
                Share(workload, contender.Name, "floor"),
                Share(workload, contender.Name, contender.StoreFloor),
                Milliseconds(runs, r => r.P50),
                Milliseconds(runs, r => r.P99),
                _measurements.Allocated(workload, contender.Name)?.Median("N0") ?? "",
                Number(runs.Sum(m => m.Run.Wrong)));
        }
        table.Print(text);
    }

    private string Share(Workload workload, string contender, string? floor) =>
        floor is not null && _measurements.Ratio(workload, contender, floor) is { } ratio ? ratio.Median("P1") : "";

    private static double Median(Measurement[] runs, Func<Measurement, double> value) => Comparison.Median(runs.Select(value));

    private static string Milliseconds(Measurement[] runs, Func<Run, TimeSpan> latency) =>
        Median(runs, m => latency(m.Run).TotalMilliseconds).ToString("N2", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Megabytes(long bytes) => Number(bytes / 1e6);
}
