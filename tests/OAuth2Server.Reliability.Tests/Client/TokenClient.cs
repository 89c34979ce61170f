using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace OAuth2Server.Reliability.Tests;

/// <summary>A client of the token endpoint and of the demo resource.</summary>
internal static class TokenClient
{
    private static readonly AuthenticationHeaderValue Basic =
        new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{HostConfiguration.ClientId}:{HostConfiguration.ClientSecret}")));

    internal static Task<TokenAnswer> RedeemAsync(HttpClient http, Code code, CancellationToken ct) =>
        SendAsync(http, ct,
            ("grant_type", "authorization_code"),
            ("code", code.Text),
            ("code_verifier", code.Verifier),
            ("redirect_uri", HostConfiguration.Callback));

    internal static Task<TokenAnswer> RefreshAsync(HttpClient http, string refreshToken, CancellationToken ct) =>
        SendAsync(http, ct, ("grant_type", "refresh_token"), ("refresh_token", refreshToken));

    /// <summary>Uses an access token at the demo resource.</summary>
    /// <returns>The status of the response.</returns>
    internal static async Task<int> ReadAsync(HttpClient http, string accessToken, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/demo/read");
        request.Headers.Authorization = new("Bearer", accessToken);
        using var response = await http.SendAsync(request, ct);
        return (int)response.StatusCode;
    }

    private static async Task<TokenAnswer> SendAsync(HttpClient http, CancellationToken ct, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth2/token");
        request.Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        request.Headers.Authorization = Basic;
        using var response = await http.SendAsync(request, ct);
        return new((int)response.StatusCode, await response.Content.ReadAsStringAsync(ct));
    }
}

/// <summary>A complete response of the token endpoint.</summary>
internal sealed record TokenAnswer(int Status, string Body)
{
    internal string Access => Member("access_token");

    internal string Refresh => Member("refresh_token");

    internal bool IsInvalidGrant => Status == 400 && Member("error") == "invalid_grant";

    internal TokenAnswer Granted()
    {
        Assert.True(Status == 200, $"The token endpoint answered {Status}: {Body}");
        return this;
    }

    private string Member(string name)
    {
        using var json = JsonDocument.Parse(Body);
        return json.RootElement.GetProperty(name).GetString()!;
    }
}
