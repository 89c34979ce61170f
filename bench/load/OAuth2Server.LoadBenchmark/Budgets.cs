using System.Globalization;
using System.Text;

namespace OAuth2Server.LoadBenchmark;

/// <summary>What the server may cost, compared with another server or in bytes.</summary>
internal static class Budgets
{
    private static readonly Ratio[] Ratios =
    [
        new(Workload.ClientCredentials, "memory", "floor", 0.80),
        new(Workload.Bearer, "memory", "floor", 0.85),
        new(Workload.InvalidBearer, "memory", "floor", 0.85),
        new(Workload.Rotation, "memory", "floor", 0.70),
        new(Workload.Code, "memory", "floor", 0.70),
        .. Stored("sqlite"),
        new(Workload.ClientCredentials, "sqlite", "openiddict-sqlite", 30),
        new(Workload.Bearer, "sqlite", "openiddict-sqlite", 15),
        .. Stored("postgres"),
        new(Workload.ClientCredentials, "postgres", "openiddict-postgres", 30),
        new(Workload.Bearer, "postgres", "openiddict-postgres", 15),
    ];

    // Client credentials and a rotation are one token request each.
    private static readonly Bytes[] Allocations =
    [
        new(Workload.ClientCredentials, "sqlite", 10_000),
        new(Workload.Rotation, "sqlite", 10_000),
        new(Workload.Bearer, "sqlite", 7_000),
        new(Workload.ClientCredentials, "postgres", 10_000),
        new(Workload.Rotation, "postgres", 10_000),
        new(Workload.Bearer, "postgres", 7_000),
    ];

    /// <summary>The tables of the budgets that were measured.</summary>
    internal static void Print(Measurements measurements, StringBuilder text)
    {
        Print("### Budgets", "| path | of what, per CPU-second | aim, at least | median | rounds, from to | met |", Ratios.Select(aim => Line(aim, measurements)), text);
        Print("### Budgets of allocations", "| path | unit | aim, at most | median | rounds, from to | met |", Allocations.Select(aim => Line(aim, measurements)), text);
    }

    private static Ratio[] Stored(string store) =>
    [
        .. new[] { Workload.ClientCredentials, Workload.Bearer, Workload.Rotation, Workload.Code }
            .Select(workload => new Ratio(workload, store, "floor-" + store, 0.50)),
    ];

    private static void Print(string title, string head, IEnumerable<string?> lines, StringBuilder text)
    {
        var measured = lines.OfType<string>().ToArray();
        if (measured.Length == 0) return;
        text.AppendLine(title).AppendLine().AppendLine(head).AppendLine("| --- | --- | ---: | ---: | ---: | --- |");
        foreach (var line in measured) text.AppendLine(line);
        text.AppendLine();
    }

    private static string? Line(Ratio aim, Measurements measurements)
    {
        if (measurements.Ratio(aim.Workload, aim.Server, aim.Other) is not { } ratio) return null;
        var format = aim.AtLeast < 1 ? "P1" : "0.0' times'";
        var (ours, other) = (measurements.TitleOf(aim.Server), measurements.TitleOf(aim.Other));
        return Line(aim.Workload, ours, other, aim.AtLeast, ratio, format, ratio.Median >= aim.AtLeast);
    }

    private static string? Line(Bytes aim, Measurements measurements) =>
        measurements.Allocated(aim.Workload, aim.Server) is { } bytes
            ? Line(aim.Workload, measurements.TitleOf(aim.Server), "bytes", aim.AtMost, bytes, "N0", bytes.Median <= aim.AtMost)
            : null;

    private static string Line(Workload workload, string ours, string other, double aim, Spread measured, string format, bool isMet) =>
        $"| {workload.Title}, {ours} | {other} | {aim.ToString(format, CultureInfo.InvariantCulture)} | {measured.Cells(format)} | {(isMet ? "yes" : "no")} |";

    private sealed record Ratio(Workload Workload, string Server, string Other, double AtLeast);

    private sealed record Bytes(Workload Workload, string Server, double AtMost);
}
