using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;

namespace OAuth2Server.Benchmarks;

/// <summary>The token endpoint, one request of each grant: from the bytes of the form to the bytes of the answer.</summary>
[MemoryDiagnoser]
public class TokenBenchmarks
{
    private static readonly string Verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
    private static readonly string Challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));
    private static readonly byte[] ClientCredentialsForm = "grant_type=client_credentials&scope=photos.read"u8.ToArray();
    private static readonly string RedirectUri = Uri.EscapeDataString(BenchServer.RedirectUri);

    private static readonly byte[] PasswordForm = Encoding.ASCII.GetBytes(
        $"grant_type=password&username=alice&password={Uri.EscapeDataString(BenchServer.Password)}&scope=photos.read");

    private static readonly string Query =
        $"response_type=code&client_id={BenchServer.ClientId}&redirect_uri={RedirectUri}&scope=photos.read&state=s" +
        $"&code_challenge={Challenge}&code_challenge_method=S256";

    private readonly BenchServer _server = new();
    private readonly string _basic;
    private readonly BenchRequest _read;
    private string? _refreshToken;

    public TokenBenchmarks()
    {
        _basic = _server.Basic;
        _read = new("POST", RequestParameters.FromForm(BenchRequest.FormType, ClientCredentialsForm), _basic);
    }

    [Benchmark]
    public ValueTask<OAuthResponse> ClientCredentials() => _server.TokenAsync(ClientCredentialsForm, _basic);

    /// <summary>The same for a request that was read before: the server without the reading.</summary>
    [Benchmark]
    public ValueTask<OAuthResponse> ClientCredentialsAlreadyRead() => _server.Authorization.TokenAsync(_read);

    [Benchmark]
    public ValueTask<OAuthResponse> Password() => _server.TokenAsync(PasswordForm, _basic);

    /// <summary>Authorizes, completes, and exchanges the code: both endpoints.</summary>
    [Benchmark]
    public async ValueTask<OAuthResponse> AuthorizationCode()
    {
        var step = await _server.Authorization.AuthorizeAsync(new BenchRequest("GET", RequestParameters.FromQuery(Query)));
        var redirect = await _server.Authorization.CompleteAsync(step.Request!, new Decision.Allowed(new("alice"), step.Request!.Scope));
        var code = RequestParameters.FromQuery(new Uri(redirect.Header("Location")!).Query)["code"];
        var form = $"grant_type=authorization_code&code={code}&redirect_uri={RedirectUri}&code_verifier={Verifier}";
        return await _server.TokenAsync(Encoding.ASCII.GetBytes(form), _basic);
    }

    /// <summary>One rotation of a chain; to read the refresh token of the answer is a small part of it.</summary>
    [Benchmark]
    public async ValueTask<OAuthResponse> RefreshToken()
    {
        _refreshToken ??= RefreshTokenOf(await AuthorizationCode());
        var response = await _server.TokenAsync(Encoding.ASCII.GetBytes($"grant_type=refresh_token&refresh_token={_refreshToken}"), _basic);
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
