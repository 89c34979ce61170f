using System.Text;
using BenchmarkDotNet.Attributes;

namespace OAuth2Server.Benchmarks;

/// <summary>Refusals of the token endpoint: an attacker can cause as many as the network carries.</summary>
[MemoryDiagnoser]
public class RefusalBenchmarks
{
    private const string Unknown = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";

    private static readonly byte[] ClientCredentials = "grant_type=client_credentials"u8.ToArray();
    private static readonly byte[] UnknownCode =
        Encoding.ASCII.GetBytes($"grant_type=authorization_code&code={Unknown}&code_verifier={Unknown}");
    private static readonly byte[] UnknownRefreshToken = Encoding.ASCII.GetBytes($"grant_type=refresh_token&refresh_token={Unknown}");
    private static readonly byte[] UnknownGrant = "grant_type=urn:example:none"u8.ToArray();
    private static readonly byte[] ForeignScope = "grant_type=client_credentials&scope=admin"u8.ToArray();
    private static readonly byte[] RepeatedParameter = "grant_type=client_credentials&scope=a&scope=b"u8.ToArray();

    private readonly BenchServer _server = new();
    private readonly string _basic;
    private readonly string _wrongSecret = BenchRequest.Basic(BenchServer.ClientId, new('0', 64));
    private readonly string _unknownClient = BenchRequest.Basic("unknown", new('0', 64));

    public RefusalBenchmarks() => _basic = _server.Basic;

    [Benchmark]
    public ValueTask<OAuthResponse> WrongSecret() => _server.TokenAsync(ClientCredentials, _wrongSecret);

    [Benchmark]
    public ValueTask<OAuthResponse> UnknownClient() => _server.TokenAsync(ClientCredentials, _unknownClient);

    [Benchmark]
    public ValueTask<OAuthResponse> NoClient() => _server.TokenAsync(ClientCredentials, null);

    [Benchmark]
    public ValueTask<OAuthResponse> Code() => _server.TokenAsync(UnknownCode, _basic);

    [Benchmark]
    public ValueTask<OAuthResponse> RefreshToken() => _server.TokenAsync(UnknownRefreshToken, _basic);

    [Benchmark]
    public ValueTask<OAuthResponse> GrantType() => _server.TokenAsync(UnknownGrant, _basic);

    [Benchmark]
    public ValueTask<OAuthResponse> ScopeNotRegistered() => _server.TokenAsync(ForeignScope, _basic);

    [Benchmark]
    public ValueTask<OAuthResponse> Repeated() => _server.TokenAsync(RepeatedParameter, _basic);
}
