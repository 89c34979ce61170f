using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace OAuth2Server.LoadBenchmark;

/// <summary>
/// One client with one connection and one cookie jar: it signs its user in, gets codes, exchanges them and rotates refresh tokens.
/// It throws for a wrong answer.
/// </summary>
internal sealed class Chain(Server server) : IDisposable
{
    private const int MostRedirects = 10;

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, MaxConnectionsPerServer = 1 })
    {
        BaseAddress = server.Address,
        DefaultRequestHeaders = { { Fixture.UserHeader, Fixture.User } },
    };

    private string _refreshToken = "";

    /// <summary>The last access token.</summary>
    internal string AccessToken { get; private set; } = "";

    /// <summary>Authorizes and exchanges the code.</summary>
    internal async Task ExchangeAsync()
    {
        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var code = await CodeAsync(Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))));
        await TokenAsync(Requests.Exchange(code, verifier));
    }

    /// <summary>Consumes the refresh token and keeps its successor.</summary>
    internal async Task RotateAsync()
    {
        var before = _refreshToken;
        await TokenAsync(Requests.Refresh(before));
        if (_refreshToken == before) throw new HttpRequestException("The refresh token was not rotated.");
    }

    public void Dispose() => _http.Dispose();

    private async Task TokenAsync(string form)
    {
        using var request = server.TokenRequest(form);
        using var answer = await _http.SendAsync(request);
        var tokens = await Answers.ReadAsync(answer);
        AccessToken = tokens.AccessToken;
        _refreshToken = tokens.RefreshToken ?? throw new HttpRequestException("There is no refresh token.");
    }

    // A peer signs the user in with redirects, once for each cookie jar.
    private async Task<string> CodeAsync(string challenge)
    {
        var state = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(8));
        var next = new Uri(server.Address, Requests.Authorize(challenge, state, server.Contender.Scope));
        for (var i = 0; i < MostRedirects; i++)
        {
            using var answer = await _http.GetAsync(next);
            if (answer.StatusCode is not (HttpStatusCode.Found or HttpStatusCode.SeeOther) || answer.Headers.Location is not { } location)
            {
                var body = await answer.Content.ReadAsStringAsync();
                throw new HttpRequestException($"{next.AbsolutePath} answered {(int)answer.StatusCode}: {body}");
            }
            next = new(server.Address, location);
            if (next.OriginalString.StartsWith(Fixture.RedirectUri + "?", StringComparison.Ordinal)) return CodeOf(next, state);
        }
        throw new HttpRequestException("The authorization endpoint redirects without end.");
    }

    private static string CodeOf(Uri redirect, string state)
    {
        var parameters = redirect.Query.TrimStart('?').Split('&')
            .Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]), StringComparer.Ordinal);
        if (parameters.GetValueOrDefault("state") != state) throw new HttpRequestException("The state did not come back.");
        return parameters.GetValueOrDefault("code")
            ?? throw new HttpRequestException($"There is no code: {parameters.GetValueOrDefault("error")}");
    }
}
