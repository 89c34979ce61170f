using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OAuth2Server.Jwt;

namespace OAuth2Server.Benchmarks;

/// <summary>One JWT access token with the usual claims: our writer, and Microsoft.IdentityModel.JsonWebTokens with the same claims and the
/// same kind of key. `SignES256` and `SignRS256` are the signature alone, the floor of both.</summary>
[MemoryDiagnoser]
public class JwtBenchmarks
{
    private static readonly string[] Audience = ["https://photos.example.com"];

    private readonly JwtAccessTokenFormat _format;
    private readonly OAuthContext _context;
    private readonly AccessTokenDraft _es256 = Draft(SigningAlgorithm.ES256);
    private readonly AccessTokenDraft _rs256 = Draft(SigningAlgorithm.RS256);
    private readonly byte[] _data = RandomNumberGenerator.GetBytes(450);
    private readonly byte[] _signature = new byte[256];
    private readonly ECDsa _ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly JsonWebTokenHandler _handler = new();
    private readonly SigningCredentials _ecdsaCredentials;
    private readonly SigningCredentials _rsaCredentials;

    public JwtBenchmarks()
    {
        _format = new(new(new()), new InMemoryModel(), []);
        _context = new()
        {
            Request = new BenchRequest("POST", RequestParameters.Empty),
            Issuer = "https://auth.example.com",
            Now = _es256.IssuedAt,
        };
        _ecdsaCredentials = new(new ECDsaSecurityKey(_ecdsa) { KeyId = "ES256" }, SecurityAlgorithms.EcdsaSha256);
        _rsaCredentials = new(new RsaSecurityKey(_rsa) { KeyId = "RS256" }, SecurityAlgorithms.RsaSha256);
    }

    [Benchmark]
    public ValueTask<Outcome<string>> OursES256() => _format.WriteAsync(_es256, _context, default);

    [Benchmark]
    public ValueTask<Outcome<string>> OursRS256() => _format.WriteAsync(_rs256, _context, default);

    [Benchmark]
    public string IdentityModelES256() => Theirs(_es256, _ecdsaCredentials);

    [Benchmark]
    public string IdentityModelRS256() => Theirs(_rs256, _rsaCredentials);

    [Benchmark]
    public bool SignES256() => _ecdsa.TrySignData(_data, _signature, HashAlgorithmName.SHA256, out _);

    [Benchmark]
    public bool SignRS256() => _rsa.TrySignData(_data, _signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, out _);

    private static AccessTokenDraft Draft(string algorithm) => new()
    {
        Id = "r2vBGkYgL0pW2m8XJ4cBqw",
        Client = new() { Id = "bench", Type = ClientType.Confidential },
        Authorization = new()
        {
            Id = "Q1vGZVfN5pW2m8XJ4cBqwA",
            Issuer = "https://auth.example.com",
            ClientId = "bench",
            Subject = "5ba552d67",
            Scope = Scope.Of("photos.read", "photos.write"),
            GrantedAt = DateTimeOffset.UnixEpoch.AddYears(56),
        },
        Scope = Scope.Of("photos.read", "photos.write"),
        Audience = [.. Audience],
        Format = AccessTokenFormat.Jwt,
        SigningAlgorithm = algorithm,
        IssuedAt = DateTimeOffset.UnixEpoch.AddYears(56),
        ExpiresAt = DateTimeOffset.UnixEpoch.AddYears(56).AddHours(1),
    };

    private string Theirs(AccessTokenDraft draft, SigningCredentials credentials) => _handler.CreateToken(new SecurityTokenDescriptor
    {
        TokenType = "at+jwt",
        Issuer = draft.Authorization.Issuer,
        Audience = draft.Audience[0],
        IssuedAt = draft.IssuedAt.UtcDateTime,
        Expires = draft.ExpiresAt.UtcDateTime,
        Claims = new Dictionary<string, object>
        {
            ["sub"] = draft.Authorization.Subject!,
            ["jti"] = draft.Id,
            ["client_id"] = draft.Client.Id,
            ["scope"] = draft.Scope.ToString(),
        },
        SigningCredentials = credentials,
    });
}

/// <summary>The token endpoint with JWT access tokens: from the bytes of the form to the bytes of the answer.</summary>
[MemoryDiagnoser]
public class JwtTokenBenchmarks
{
    private static readonly byte[] Form = "grant_type=client_credentials&scope=photos.read"u8.ToArray();

    private readonly BenchServer _server = new(AccessTokenFormat.Jwt);
    private readonly string _basic;

    public JwtTokenBenchmarks() => _basic = _server.Basic;

    [Benchmark]
    public ValueTask<OAuthResponse> ClientCredentials() => _server.TokenAsync(Form, _basic);
}
