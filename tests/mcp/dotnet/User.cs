using System.Net.Http.Json;
using System.Web;
using ModelContextProtocol.Authentication;

namespace OAuth2Server.McpClients;

/// <summary>The user at the browser.</summary>
internal static class User
{
    internal const string RedirectUri = "http://127.0.0.1/callback";

    private static readonly HttpClient _http = new();

    /// <summary>How often the user answered.</summary>
    internal static int Walks { get; private set; }

    internal static string Setting(string name) =>
        Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set: run tests/smoke/mcp.sh");

    /// <summary>The user signs in and allows the request.</summary>
    internal static async Task<AuthorizationResult?> AnswerAsync(AuthorizationCallbackContext context, CancellationToken ct)
    {
        Walks++;
        using var form = new FormUrlEncodedContent(
            [new("url", context.AuthorizationUri.AbsoluteUri), new("until", RedirectUri), new("answer", "Allow")]);
        using var response = await _http.PostAsync(Setting("BROWSER"), form, ct);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(ct));
        var end = (await response.Content.ReadFromJsonAsync<WalkEnd>(ct))!;
        Assert.True(end.Url.StartsWith(RedirectUri, StringComparison.Ordinal), end.Text);
        var answer = HttpUtility.ParseQueryString(new Uri(end.Url).Query);
        return new() { Code = answer["code"], State = answer["state"], Iss = answer["iss"] };
    }

    private sealed record WalkEnd(string Url, string Text);
}

/// <summary>Keeps the tokens between two connections.</summary>
internal sealed class MemoryTokens : ITokenCache
{
    internal TokenContainer? Held { get; set; }

    public ValueTask StoreTokensAsync(TokenContainer tokens, CancellationToken cancellationToken)
    {
        Held = tokens;
        return default;
    }

    public ValueTask<TokenContainer?> GetTokensAsync(CancellationToken cancellationToken) => new(Held);
}
