using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using OAuth2Server.Jwt;

namespace OAuth2Server.Benchmarks;

/// <summary>DPoP (RFC 9449): a token request and a request to a resource with a proof, each beside its floor: the same request without the
/// proof, and one verification of a signature.</summary>
[MemoryDiagnoser]
public class DPoPBenchmarks
{
    private static readonly byte[] Form = "grant_type=client_credentials&scope=photos.read"u8.ToArray();

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly BenchServer _plain = new();
    private readonly BenchServer _bound = new(dpop: new(new() { ProofLifetime = TimeSpan.FromMinutes(5) }));
    private byte[] _signed = [];
    private byte[] _signature = [];
    private string _tokenProof = "";
    private string _resourceProof = "";
    private string _bearer = "";
    private string _token = "";

    [GlobalSetup]
    public async Task SetupAsync()
    {
        var granted = await _plain.GrantedAsync(Encoding.ASCII.GetString(Form));
        _bearer = AccessTokenOf(granted);
        _tokenProof = Proof("POST", BenchRequest.Address, null);
        _token = AccessTokenOf(await TokenWithProof());
        _resourceProof = Proof("GET", BenchRequest.Address, _token);
        var parts = _tokenProof.Split('.');
        _signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
        _signature = Base64Url.DecodeFromChars(parts[2]);
    }

    [Benchmark]
    public bool OneVerification() => _key.VerifyData(_signed, _signature, HashAlgorithmName.SHA256);

    [Benchmark]
    public ValueTask<OAuthResponse> TokenWithoutProof() => _plain.TokenAsync(Form, _plain.Basic);

    [Benchmark]
    public ValueTask<OAuthResponse> TokenWithProof() => _bound.Authorization.TokenAsync(new BenchRequest(
        "POST", RequestParameters.FromForm(BenchRequest.FormType, Form), _bound.Basic, _tokenProof));

    [Benchmark]
    public ValueTask<Outcome<AccessToken>> BearerWithoutProof() =>
        _plain.Resource.AuthenticateAsync(new BenchRequest("GET", RequestParameters.Empty, "Bearer " + _bearer), Scope.Empty);

    [Benchmark]
    public ValueTask<Outcome<AccessToken>> BearerWithProof() => _bound.Resource.AuthenticateAsync(
        new BenchRequest("GET", RequestParameters.Empty, "DPoP " + _token, _resourceProof), Scope.Empty);

    private string Proof(string method, string address, string? token)
    {
        var q = _key.ExportParameters(false).Q;
        var (x, y) = (Base64Url.EncodeToString(q.X), Base64Url.EncodeToString(q.Y));
        var header = $$"""{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"{{x}}","y":"{{y}}"}}""";
        var hash = token is null ? "" : $",\"ath\":\"{Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(token)))}\"";
        // The run takes some minutes.
        var time = TimeProvider.System.GetUtcNow().AddMinutes(4).ToUnixTimeSeconds();
        var claims = $$"""{"jti":"1","htm":"{{method}}","htu":"{{address}}","iat":{{time}}{{hash}}}""";
        var text = $"{Encode(header)}.{Encode(claims)}";
        return $"{text}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256))}";
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static string AccessTokenOf(OAuthResponse response)
    {
        using var json = JsonDocument.Parse(response.Body);
        return json.RootElement.GetProperty("access_token").GetString()!;
    }
}
