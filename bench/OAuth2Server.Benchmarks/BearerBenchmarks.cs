using System.Text.Json;
using BenchmarkDotNet.Attributes;

namespace OAuth2Server.Benchmarks;

/// <summary>A request to a protected resource.</summary>
[MemoryDiagnoser]
public class BearerBenchmarks
{
    private static readonly Scope Required = Scope.Of("photos.read");

    private readonly BenchServer _server = new();
    private readonly BenchRequest _valid;
    private readonly BenchRequest _unknown = new("GET", RequestParameters.Empty, "Bearer " + new string('x', 43));
    private readonly BenchRequest _malformed = new("GET", RequestParameters.Empty, "Bearer \"");
    private readonly BenchRequest _none = new("GET", RequestParameters.Empty);

    public BearerBenchmarks()
    {
        var granted = _server.GrantedAsync("grant_type=client_credentials&scope=photos.read").GetAwaiter().GetResult();
        using var json = JsonDocument.Parse(granted.Body);
        _valid = new("GET", RequestParameters.Empty, "Bearer " + json.RootElement.GetProperty("access_token").GetString());
    }

    [Benchmark]
    public ValueTask<Outcome<AccessToken>> Valid() => _server.Resource.AuthenticateAsync(_valid, Required);

    [Benchmark]
    public ValueTask<Outcome<AccessToken>> Unknown() => _server.Resource.AuthenticateAsync(_unknown, Required);

    [Benchmark]
    public ValueTask<Outcome<AccessToken>> Malformed() => _server.Resource.AuthenticateAsync(_malformed, Required);

    [Benchmark]
    public ValueTask<Outcome<AccessToken>> None() => _server.Resource.AuthenticateAsync(_none, Required);
}
