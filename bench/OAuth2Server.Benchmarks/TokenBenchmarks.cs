using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;

namespace OAuth2Server.Benchmarks;

/// <summary>The token endpoint, one request of each grant: the form's bytes in, the answer's bytes out.</summary>
[MemoryDiagnoser]
public class TokenBenchmarks
{
    private static readonly string Verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
    private static readonly string Challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));
    private static readonly byte[] ClientCredentialsForm = "grant_type=client_credentials&scope=photos.read"u8.ToArray();
    private static readonly byte[] PasswordForm = Encoding.ASCII.GetBytes($"grant_type=password&username=alice&password={Uri.EscapeDataString(House.Password)}&scope=photos.read");
    private static readonly string Query =
        $"response_type=code&client_id={House.ClientId}&redirect_uri={Uri.EscapeDataString(House.RedirectUri)}&scope=photos.read&state=s&code_challenge={Challenge}&code_challenge_method=S256";

    private readonly House _house = new();
    private readonly string _basic;
    private string? _refreshToken;

    private readonly BenchRequest _read;

    public TokenBenchmarks()
    {
        _basic = _house.Basic;
        _read = new("POST", RequestParameters.FromForm(BenchRequest.FormType, ClientCredentialsForm), _basic);
    }

    [Benchmark]
    public ValueTask<OAuthResponse> ClientCredentials() => _house.TokenAsync(ClientCredentialsForm, _basic);

    /// <summary>The same for a request that was read before: the server alone.</summary>
    [Benchmark]
    public ValueTask<OAuthResponse> ClientCredentialsAlreadyRead() => _house.Authorization.TokenAsync(_read);

    [Benchmark]
    public ValueTask<OAuthResponse> Password() => _house.TokenAsync(PasswordForm, _basic);

    /// <summary>Authorizes, completes, and exchanges the code: both endpoints.</summary>
    [Benchmark]
    public async ValueTask<OAuthResponse> AuthorizationCode()
    {
        var step = await _house.Authorization.AuthorizeAsync(new BenchRequest("GET", RequestParameters.FromQuery(Query)));
        var redirect = await _house.Authorization.CompleteAsync(step.Request!, new Decision.Allowed(new("alice"), step.Request!.Scope));
        var code = RequestParameters.FromQuery(new Uri(redirect.Header("Location")!).Query)["code"];
        return await _house.TokenAsync(Encoding.ASCII.GetBytes($"grant_type=authorization_code&code={code}&redirect_uri={Uri.EscapeDataString(House.RedirectUri)}&code_verifier={Verifier}"), _basic);
    }

    /// <summary>One rotation of a chain; reading the answer's refresh token is a small part of it.</summary>
    [Benchmark]
    public async ValueTask<OAuthResponse> RefreshToken()
    {
        _refreshToken ??= RefreshTokenOf(await AuthorizationCode());
        var response = await _house.TokenAsync(Encoding.ASCII.GetBytes($"grant_type=refresh_token&refresh_token={_refreshToken}"), _basic);
        _refreshToken = RefreshTokenOf(response);
        return response;
    }

    private static string RefreshTokenOf(OAuthResponse response)
    {
        var json = new Utf8JsonReader(response.Body.Span);
        while (json.Read() && !(json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("refresh_token"u8)))
        {
        }
        json.Read();
        return json.GetString()!;
    }
}
