namespace OAuth2Server.LoadBenchmark;

/// <summary>The result of a generator.</summary>
/// <param name="Operations">The number of answered operations.</param>
/// <param name="Wrong">The number of wrong answers.</param>
/// <param name="P50">The median latency of one operation.</param>
/// <param name="P99">The 99th percentile.</param>
internal sealed record Run(long Operations, long Wrong, TimeSpan P50, TimeSpan P99);
