using System.Globalization;

namespace OAuth2Server.LoadBenchmark;

/// <summary>The arguments of the command line.</summary>
internal sealed record Arguments
{
    internal const string Usage = """
        usage: [--contenders bare,floor,…] [--workloads client-credentials,bearer,invalid-bearer,rotation,code,userinfo,
                dpop-client-credentials,dpop-bearer]
               [--seconds 5] [--warmup 10] [--rounds 5] [--connections 16] [--server-core 0] [--parent DIR]
               [--memory MINUTES] [--sqlite FOLDER] [--postgres CONNECTION]
           or: --starts COUNT --published FOLDER [--server-core 0]
        """;

    public required IReadOnlyList<Contender> Contenders { get; init; }

    public required IReadOnlyList<Workload> Workloads { get; init; }

    public required int Seconds { get; init; }

    public required int Warmup { get; init; }

    public required int Rounds { get; init; }

    public required int Connections { get; init; }

    /// <summary>The cores of the servers, as taskset reads them.</summary>
    public required string ServerCore { get; init; }

    /// <summary>How long each workload runs while the memory is watched; 0 compares instead.</summary>
    public required double MemoryMinutes { get; init; }

    /// <summary>How often each program is started for the time to its first token; 0 compares instead.</summary>
    public required int Starts { get; init; }

    /// <summary>The folder of the programs that are started for the time to their first token.</summary>
    public required string Published { get; init; }

    internal static Arguments? Parse(string[] args)
    {
        if (args.Length % 2 != 0) return null;
        var given = args.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        var all = new Contenders(Text("--sqlite", "."), Text("--postgres", ""), given.GetValueOrDefault("--parent")).All;
        return new()
        {
            Contenders = Chosen(all, c => c.Name, given.GetValueOrDefault("--contenders")),
            Workloads = Chosen(Workload.Known, w => w.Name, given.GetValueOrDefault("--workloads")),
            Seconds = Number("--seconds", 5),
            Warmup = Number("--warmup", 10),
            Rounds = Number("--rounds", 5),
            Connections = Number("--connections", 16),
            ServerCore = Text("--server-core", "0"),
            MemoryMinutes = double.Parse(Text("--memory", "0"), CultureInfo.InvariantCulture),
            Starts = Number("--starts", 0),
            Published = Text("--published", "."),
        };

        string Text(string name, string otherwise) => given.GetValueOrDefault(name, otherwise);

        int Number(string name, int otherwise) =>
            given.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
    }

    private static IReadOnlyList<T> Chosen<T>(IReadOnlyList<T> all, Func<T, string> name, string? names)
    {
        if (names is null or "") return all;
        return [.. names.Split(',').Select(wanted => all.FirstOrDefault(item => name(item) == wanted)
            ?? throw new ArgumentException($"There is no {wanted}: {string.Join(", ", all.Select(name))}"))];
    }
}
