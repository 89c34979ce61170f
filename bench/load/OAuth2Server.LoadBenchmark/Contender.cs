namespace OAuth2Server.LoadBenchmark;

/// <summary>A server of the comparison: how it is started, and which workloads it can do.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Title">The name in the tables.</param>
/// <param name="Command">The program and its arguments; PORT stands for the port.</param>
/// <param name="Workloads">The workloads that it can do.</param>
internal sealed record Contender(string Name, string Title, IReadOnlyList<string> Command, IReadOnlyList<Workload> Workloads)
{
    /// <summary>The end of the name of a contender that is built from the parent commit.</summary>
    internal const string Before = "-before";

    /// <summary>The name of the store floor on the same database; null for a server that is not compared with one.</summary>
    internal string? StoreFloor { get; init; }

    /// <summary>Where it issues tokens.</summary>
    internal string TokenPath { get; init; } = "/token";

    /// <summary>The scope of its authorization requests.</summary>
    internal string Scope { get; init; } = Fixture.ReadScope;

    /// <summary>The current directory of its process; null for that of this program.</summary>
    internal string? Folder { get; init; }

    /// <summary>Environment variables, added to those of this program.</summary>
    internal IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>True when the program reports how many bytes its runtime allocated.</summary>
    internal bool ReportsAllocations => Command[0] == "dotnet";
}
