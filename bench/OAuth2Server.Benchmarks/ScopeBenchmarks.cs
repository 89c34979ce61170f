using BenchmarkDotNet.Attributes;

namespace OAuth2Server.Benchmarks;

/// <summary>Scopes.</summary>
[MemoryDiagnoser]
public class ScopeBenchmarks
{
    private static readonly Scope Registered = Scope.Of(Enumerable.Range(0, 20).Select(i => $"resource{i}.read"));
    private static readonly Scope Three = Scope.Of("resource3.read", "resource7.read", "resource19.read");
    private static readonly Scope Foreign = Scope.Of("resource3.read", "admin");

    [Benchmark]
    public bool ParseOne() => Scope.TryParse("photos.read", out _);

    [Benchmark]
    public bool ParseThree() => Scope.TryParse("resource7.read resource3.read resource19.read", out _);

    [Benchmark]
    public bool ContainsThreeOfTwenty() => Registered.Contains(Three);

    [Benchmark]
    public Scope And() => Registered.Intersect(Foreign);

    [Benchmark]
    public Scope Or() => Three.Union(Foreign);
}
