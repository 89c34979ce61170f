using BenchmarkDotNet.Attributes;

namespace OAuth2Server.Benchmarks;

/// <summary>What an attacker can ask for as often as he likes: refusals of the token endpoint.</summary>
[MemoryDiagnoser]
public class RefusalBenchmarks
{
    private static readonly byte[] ClientCredentials = "grant_type=client_credentials"u8.ToArray();
    private static readonly byte[] UnknownCode = "grant_type=authorization_code&code=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx&code_verifier=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"u8.ToArray();
    private static readonly byte[] UnknownRefreshToken = "grant_type=refresh_token&refresh_token=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"u8.ToArray();
    private static readonly byte[] UnknownGrant = "grant_type=urn:example:none"u8.ToArray();
    private static readonly byte[] ForeignScope = "grant_type=client_credentials&scope=admin"u8.ToArray();
    private static readonly byte[] RepeatedParameter = "grant_type=client_credentials&scope=a&scope=b"u8.ToArray();

    private readonly House _house = new();
    private readonly string _basic;
    private readonly string _wrongSecret = BenchRequest.Basic(House.ClientId, new('0', 64));
    private readonly string _unknownClient = BenchRequest.Basic("nobody", new('0', 64));

    public RefusalBenchmarks() => _basic = _house.Basic;

    [Benchmark]
    public ValueTask<OAuthResponse> WrongSecret() => _house.TokenAsync(ClientCredentials, _wrongSecret);

    [Benchmark]
    public ValueTask<OAuthResponse> UnknownClient() => _house.TokenAsync(ClientCredentials, _unknownClient);

    [Benchmark]
    public ValueTask<OAuthResponse> NoClient() => _house.TokenAsync(ClientCredentials, null);

    [Benchmark]
    public ValueTask<OAuthResponse> Code() => _house.TokenAsync(UnknownCode, _basic);

    [Benchmark]
    public ValueTask<OAuthResponse> RefreshToken() => _house.TokenAsync(UnknownRefreshToken, _basic);

    [Benchmark]
    public ValueTask<OAuthResponse> GrantType() => _house.TokenAsync(UnknownGrant, _basic);

    [Benchmark]
    public ValueTask<OAuthResponse> ScopeNotRegistered() => _house.TokenAsync(ForeignScope, _basic);

    [Benchmark]
    public ValueTask<OAuthResponse> Repeated() => _house.TokenAsync(RepeatedParameter, _basic);
}
