namespace OAuth2Server.LoadBenchmark;

/// <summary>All measurements of a run.</summary>
internal sealed class Measurements
{
    private readonly List<Measurement> _all = [];

    internal IReadOnlyList<Measurement> All => _all;

    internal void Add(Measurement measurement) => _all.Add(measurement);

    /// <summary>The rounds of one workload on one contender, in their order; empty when it was not measured.</summary>
    internal Measurement[] Of(Workload workload, string contender) =>
        [.. _all.Where(m => m.Workload == workload && m.Server.Contender.Name == contender)];

    /// <summary>How much one contender does of what another does with the same CPU time; null when one of them was not measured.</summary>
    internal Spread? Ratio(Workload workload, string contender, string other)
    {
        var (runs, others) = (Of(workload, contender), Of(workload, other));
        return runs.Length == 0 || others.Length == 0 ? null : new(Comparison.Ratios(runs, others));
    }

    /// <summary>The bytes that an operation allocates; null when they were not measured.</summary>
    internal Spread? Allocated(Workload workload, string contender)
    {
        var bytes = Of(workload, contender).Select(m => m.AllocatedPerOperation).OfType<double>().Order().ToArray();
        return bytes.Length == 0 ? null : new(bytes);
    }

    /// <summary>A workload on a contender, as the tables of budgets name it.</summary>
    internal string PathOf(Workload workload, string contender) => $"{workload.Title}, {TitleOf(contender)}";

    /// <summary>The name of a measured contender in the tables.</summary>
    internal string TitleOf(string contender) => _all.First(m => m.Server.Contender.Name == contender).Server.Contender.Title;
}
