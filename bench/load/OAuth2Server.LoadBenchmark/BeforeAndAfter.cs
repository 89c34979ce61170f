using System.Text;

namespace OAuth2Server.LoadBenchmark;

/// <summary>This server beside itself as the parent commit has it, in the same rounds: no workload may do less of its floor than before.</summary>
internal static class BeforeAndAfter
{
    private static readonly (string Server, string Floor)[] Pairs = [("memory", "floor"), ("sqlite", "floor-sqlite"), ("postgres", "floor-postgres")];

    /// <summary>A table of the contenders that were measured before and after.</summary>
    internal static void Print(Measurements measurements, StringBuilder text)
    {
        var lines = Pairs.SelectMany(pair => Workload.All.Select(workload => Line(workload, pair.Server, pair.Floor, measurements))).OfType<string>().ToArray();
        if (lines.Length == 0) return;
        text.AppendLine("### Before and after, per CPU-second").AppendLine()
            .AppendLine("| path | of what | before, median | rounds, from to | after, median | rounds, from to | after to before, median | rounds, from to | not below |")
            .AppendLine("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
        foreach (var line in lines) text.AppendLine(line);
        text.AppendLine();
    }

    private static string? Line(Workload workload, string server, string floor, Measurements measurements)
    {
        if (measurements.Ratio(workload, server + Contender.Before, floor) is not { } before) return null;
        if (measurements.Ratio(workload, server, floor) is not { } after) return null;
        var change = measurements.Ratio(workload, server, server + Contender.Before)!;
        var (path, other) = ($"{workload.Title}, {measurements.TitleOf(server)}", measurements.TitleOf(floor));
        return $"| {path} | {other} | {before.Cells("P1")} | {after.Cells("P1")} | {change.Cells("P1")} | {(after.Median >= before.Median ? "yes" : "no")} |";
    }
}
