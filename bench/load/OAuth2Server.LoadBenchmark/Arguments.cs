using System.Globalization;

namespace OAuth2Server.LoadBenchmark;

/// <summary>What the command line says.</summary>
internal sealed record Arguments
{
    internal const string Usage = """
        usage: [--contenders bare,floor,…] [--workloads client-credentials,bearer,invalid-bearer,rotation,code] [--seconds 5] [--warmup 10] [--rounds 5]
               [--connections 16] [--server-core 0] [--memory MINUTES] [--sqlite FOLDER] [--postgres CONNECTION]
        """;

    public required IReadOnlyList<Contender> Contenders { get; init; }

    public required IReadOnlyList<Workload> Workloads { get; init; }

    public required int Seconds { get; init; }

    public required int Warmup { get; init; }

    public required int Rounds { get; init; }

    public required int Connections { get; init; }

    public required int ServerCore { get; init; }

    public required double MemoryMinutes { get; init; }

    internal static Arguments? Parse(string[] args)
    {
        if (args.Length % 2 != 0) return null;
        var given = args.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        var all = Contender.All(given.GetValueOrDefault("--sqlite", "."), given.GetValueOrDefault("--postgres", ""));
        return new()
        {
            Contenders = Chosen(all, c => c.Name, given.GetValueOrDefault("--contenders")),
            Workloads = Chosen(Workload.All, w => w.Name, given.GetValueOrDefault("--workloads")),
            Seconds = Number("--seconds", 5),
            Warmup = Number("--warmup", 10),
            Rounds = Number("--rounds", 5),
            Connections = Number("--connections", 16),
            ServerCore = Number("--server-core", 0),
            MemoryMinutes = double.Parse(given.GetValueOrDefault("--memory", "0"), CultureInfo.InvariantCulture),
        };

        int Number(string name, int otherwise) => given.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
    }

    private static IReadOnlyList<T> Chosen<T>(IReadOnlyList<T> all, Func<T, string> name, string? names)
    {
        if (names is null or "") return all;
        return [.. names.Split(',').Select(wanted => all.FirstOrDefault(item => name(item) == wanted) ?? throw new ArgumentException($"There is no {wanted}: {string.Join(", ", all.Select(name))}"))];
    }
}
