using System.Text;

namespace OAuth2Server.LoadBenchmark;

/// <summary>What the server may cost: compared with another server, or in bytes.</summary>
internal static class Budgets
{
    private static readonly Ratio[] Ratios =
    [
        new(Workload.ClientCredentials, "memory", "floor", 0.80),
        new(Workload.Bearer, "memory", "floor", 0.85),
        new(Workload.InvalidBearer, "memory", "floor", 0.85),
        new(Workload.Rotation, "memory", "floor", 0.70),
        new(Workload.Code, "memory", "floor", 0.70),
        new(Workload.Code, "memory-openid", "floor-id-token", 0.70),
        new(Workload.DPoPClientCredentials, "memory-dpop", "floor-dpop", 0.70),
        new(Workload.DPoPClientCredentials, "memory-dpop-jwt", "floor-dpop-jwt", 0.70),
        new(Workload.DPoPBearer, "memory-dpop-jwt", "floor-dpop", 0.70),
        new(Workload.DPoPBearer, "jwks-dpop", "floor-dpop", 0.70),
        .. OfStoreFloor("sqlite"),
        new(Workload.ClientCredentials, "sqlite", "openiddict-sqlite", 30),
        new(Workload.Bearer, "sqlite", "openiddict-sqlite", 15),
        .. OfStoreFloor("postgres"),
        new(Workload.ClientCredentials, "postgres", "openiddict-postgres", 30),
        new(Workload.Bearer, "postgres", "openiddict-postgres", 15),
    ];

    // What one request allocates, the web server included.
    private static readonly Bytes[] Allocations =
    [
        new(Workload.ClientCredentials, "sqlite", 10_000),
        new(Workload.Bearer, "sqlite", 7_000),
        new(Workload.ClientCredentials, "postgres", 10_000),
        new(Workload.Bearer, "postgres", 7_000),
    ];

    /// <summary>The tables of the budgets whose servers were measured.</summary>
    internal static void Print(Measurements measurements, StringBuilder text)
    {
        PrintRatios(measurements, text);
        PrintAllocations(measurements, text);
    }

    private static IEnumerable<Ratio> OfStoreFloor(string store) =>
        new[] { Workload.ClientCredentials, Workload.Bearer, Workload.Rotation, Workload.Code }
            .Select(workload => new Ratio(workload, store, "floor-" + store, 0.50));

    private static void PrintRatios(Measurements measurements, StringBuilder text)
    {
        var table = new Table("Budgets", "path", "of what, per CPU-second", "#aim, at least", "#median", "#rounds, from to", "met");
        foreach (var aim in Ratios)
        {
            if (measurements.Ratio(aim.Workload, aim.Server, aim.Other) is not { } ratio) continue;
            var format = aim.AtLeast < 1 ? "P1" : "0.0' times'";
            var (path, other) = (measurements.PathOf(aim.Workload, aim.Server), measurements.TitleOf(aim.Other));
            var isMet = ratio.Middle >= aim.AtLeast ? "yes" : "no";
            table.Add(path, other, Spread.Show(aim.AtLeast, format), ratio.Median(format), ratio.Range(format), isMet);
        }
        table.Print(text);
    }

    private static void PrintAllocations(Measurements measurements, StringBuilder text)
    {
        var table = new Table("Budgets of allocations, bytes", "path", "#aim, at most", "#median", "#rounds, from to", "met");
        foreach (var aim in Allocations)
        {
            if (measurements.Allocated(aim.Workload, aim.Server) is not { } bytes) continue;
            var (path, isMet) = (measurements.PathOf(aim.Workload, aim.Server), bytes.Middle <= aim.AtMost ? "yes" : "no");
            table.Add(path, Spread.Show(aim.AtMost, "N0"), bytes.Median("N0"), bytes.Range("N0"), isMet);
        }
        table.Print(text);
    }

    private sealed record Ratio(Workload Workload, string Server, string Other, double AtLeast);

    private sealed record Bytes(Workload Workload, string Server, double AtMost);
}
