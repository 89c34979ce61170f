namespace OAuth2Server.LoadBenchmark;

/// <summary>What a generator saw.</summary>
/// <param name="Operations">How many operations were answered.</param>
/// <param name="Wrong">How many answers were not what they should be.</param>
/// <param name="P50">The median latency of one operation.</param>
/// <param name="P99">The 99th percentile.</param>
internal sealed record Run(long Operations, long Wrong, TimeSpan P50, TimeSpan P99);
