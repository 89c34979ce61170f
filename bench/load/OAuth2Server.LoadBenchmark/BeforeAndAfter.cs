using System.Text;

namespace OAuth2Server.LoadBenchmark;

/// <summary>
/// This server and the server of the parent commit, in the same rounds: no workload may get a lower share of its floor than before.
/// </summary>
internal static class BeforeAndAfter
{
    private const string Range = "#rounds, from to";

    private static readonly (string Server, string Floor)[] Pairs =
    [
        ("memory", "floor"),
        ("sqlite", "floor-sqlite"),
        ("postgres", "floor-postgres"),
    ];

    /// <summary>A table of the contenders that were measured before and after.</summary>
    internal static void Print(Measurements measurements, StringBuilder text)
    {
        var table = new Table(
            "Before and after, per CPU-second",
            ["path", "of what", "#before", Range, "#after", Range, "#after to before", Range, "not below"]);
        foreach (var (server, floor) in Pairs)
        {
            foreach (var workload in Workload.All) Add(table, workload, server, floor, measurements);
        }
        table.Print(text);
    }

    private static void Add(Table table, Workload workload, string server, string floor, Measurements measurements)
    {
        if (measurements.Ratio(workload, server + Contender.Before, floor) is not { } before) return;
        if (measurements.Ratio(workload, server, floor) is not { } after) return;
        var change = measurements.Ratio(workload, server, server + Contender.Before)!;
        string[] cells = [.. new[] { before, after, change }.SelectMany(share => new[] { share.Median("P1"), share.Range("P1") })];
        var notBelow = after.Middle >= before.Middle ? "yes" : "no";
        table.Add([measurements.PathOf(workload, server), measurements.TitleOf(floor), .. cells, notBelow]);
    }
}
