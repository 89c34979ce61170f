using System.Globalization;
using System.Text;

namespace OAuth2Server.LoadBenchmark;

/// <summary>What the server may cost, beside what it is compared with.</summary>
internal static class Budgets
{
    private static readonly Budget[] All =
    [
        new(Workload.ClientCredentials, "memory", "floor", 0.80),
        new(Workload.Bearer, "memory", "floor", 0.85),
        new(Workload.InvalidBearer, "memory", "floor", 0.85),
        new(Workload.Rotation, "memory", "floor", 0.70),
        new(Workload.Code, "memory", "floor", 0.70),
        new(Workload.ClientCredentials, "sqlite", "openiddict-sqlite", 30),
        new(Workload.Bearer, "sqlite", "openiddict-sqlite", 15),
        new(Workload.ClientCredentials, "postgres", "openiddict-postgres", 30),
        new(Workload.Bearer, "postgres", "openiddict-postgres", 15),
    ];

    /// <summary>A table of those whose both sides were measured.</summary>
    internal static void Print(IReadOnlyList<Measurement> measurements, StringBuilder text)
    {
        var lines = All.Select(budget => Line(budget, measurements)).OfType<string>().ToArray();
        if (lines.Length == 0) return;
        text.AppendLine("### Budgets\n").AppendLine("| path | of what | aim, at least | measured | rounds, from to | met |").AppendLine("| --- | --- | ---: | ---: | ---: | --- |");
        foreach (var line in lines) text.AppendLine(line);
        text.AppendLine();
    }

    private static string? Line(Budget budget, IReadOnlyList<Measurement> measurements)
    {
        Measurement[] Of(string name) => [.. measurements.Where(m => m.Workload == budget.Workload && m.Server.Contender.Name == name)];
        var (ours, others) = (Of(budget.Server), Of(budget.Other));
        if (ours.Length == 0 || others.Length == 0) return null;
        var rounds = Comparison.Ratios(ours, others);
        var ratio = Comparison.Median(rounds);
        return $"| {budget.Workload.Title}, {ours[0].Server.Contender.Title} | {others[0].Server.Contender.Title} | {Show(budget.Aim)} | {Show(ratio)} | {Show(rounds[0])} to {Show(rounds[^1])} | {(ratio >= budget.Aim ? "yes" : "no")} |";

        string Show(double value) => budget.Aim < 1 ? value.ToString("P1", CultureInfo.InvariantCulture) : value.ToString("N1", CultureInfo.InvariantCulture) + " times";
    }

    private sealed record Budget(Workload Workload, string Server, string Other, double Aim);
}
