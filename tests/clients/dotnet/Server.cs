using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace OAuth2Server.Clients;

/// <summary>The started host, and the user at the browser.</summary>
internal static class Server
{
    internal const string RedirectUri = "http://127.0.0.1/callback";

    private static readonly HttpClient _http = new();

    internal static string Issuer { get; } = Setting("ISSUER");

    internal static string ClientSecret { get; } = Setting("CLIENT_SECRET");

    /// <summary>The private key of the clients that sign, as a JSON Web Key.</summary>
    internal static string ClientKey { get; } = Setting("CLIENT_KEY");

    internal static string ApiSecret { get; } = Setting("API_SECRET");

    /// <summary>The user goes from a URL to the redirect URI of the client, or to the first page without a question.</summary>
    /// <remarks>Walks with the same <paramref name="session"/> have the same cookies.</remarks>
    internal static async Task<WalkEnd> WalkAsync(string url, string until = "", string answer = "Allow", string session = "")
    {
        using var form = new FormUrlEncodedContent([new("url", url), new("until", until), new("answer", answer), new("session", session)]);
        using var response = await _http.PostAsync(Setting("BROWSER"), form);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<WalkEnd>())!;
    }

    /// <summary>The user answers an authorization request. The result is the redirect URL with the answer.</summary>
    internal static async Task<string> AuthorizeAsync(string url, string answer = "Allow")
    {
        var end = await WalkAsync(url, RedirectUri, answer);
        Assert.True(end.Url.StartsWith(RedirectUri, StringComparison.Ordinal), end.Text);
        return end.Url;
    }

    /// <summary>Uses an access token at the protected resource.</summary>
    /// <returns>The status of the response.</returns>
    internal static async Task<int> UseAsync(string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Issuer + "/demo/read");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await _http.SendAsync(request);
        return (int)response.StatusCode;
    }

    private static string Setting(string name) =>
        Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set: run tests/smoke/clients.sh");
}

/// <summary>The URL where the user arrived, the text of the page there, and how often the user typed the password.</summary>
internal sealed record WalkEnd(string Url, string Text, int Passwords);
