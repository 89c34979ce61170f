using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace OAuth2Server.Host.Tests;

/// <summary>A client application: it makes authorization requests with PKCE and uses the endpoints.</summary>
internal sealed class OAuthClient(
    string address,
    string id = "web",
    string? secret = TestConfiguration.WebSecret,
    string redirectUri = TestConfiguration.Callback)
{
    private readonly HttpClient _http = Browser.NewHttp(address);

    internal string State { get; } = "state-" + RandomWord.Next();

    internal string Verifier { get; } = RandomWord.Next(48);

    internal string AuthorizeUrl(string? scope = "read write")
    {
        var parameters = new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = id,
            ["redirect_uri"] = redirectUri,
            ["scope"] = scope,
            ["state"] = State,
            ["code_challenge"] = Base64UrlTextEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
            ["code_challenge_method"] = "S256",
        };
        return QueryHelpers.AddQueryString("/oauth2/authorize", parameters.Where(p => p.Value is not null));
    }

    /// <summary>The parameters of the redirect to the client.</summary>
    internal Dictionary<string, string> Received(Answer answer)
    {
        Assert.Equal(303, (int)answer.Status);
        Assert.StartsWith(redirectUri, answer.Location, StringComparison.Ordinal);
        var query = answer.Location![(answer.Location!.IndexOf('?', StringComparison.Ordinal) + 1)..];
        return QueryHelpers.ParseQuery(query).ToDictionary(p => p.Key, p => p.Value.ToString());
    }

    /// <summary>Allows the request on its consent page.</summary>
    /// <returns>The authorization code.</returns>
    internal async Task<string> AllowAsync(Browser browser, Answer consent) =>
        Received(await browser.SubmitAsync(consent, "ticket", ("answer", "allow")))["code"];

    /// <summary>Gets tokens: alice signs in and allows the request, and the client redeems the code.</summary>
    internal async Task<JsonElement> GetTokensAsync(Browser browser)
    {
        var (status, tokens) = await RedeemAsync(await AllowAsync(browser, await CodeFlowTests.ConsentAsync(browser, this)));
        Assert.Equal(200, status);
        return tokens;
    }

    internal Task<(int Status, JsonElement Body)> RedeemAsync(string code) =>
        TokenAsync(("grant_type", "authorization_code"), ("code", code), ("code_verifier", Verifier), ("redirect_uri", redirectUri));

    /// <param name="tokens">The token response with the refresh token.</param>
    internal Task<(int Status, JsonElement Body)> RefreshAsync(JsonElement tokens) =>
        TokenAsync(("grant_type", "refresh_token"), ("refresh_token", tokens.Text("refresh_token")));

    internal Task<(int Status, JsonElement Body)> ClientCredentialsAsync(params (string Name, string Value)[] fields) =>
        TokenAsync([("grant_type", "client_credentials"), .. fields]);

    internal Task<(int Status, JsonElement Body)> PasswordAsync(string password, string username = "alice") =>
        TokenAsync(("grant_type", "password"), ("username", username), ("password", password));

    internal Task<(int Status, JsonElement Body)> TokenAsync(params (string Name, string Value)[] fields) =>
        PostAsync("/oauth2/token", fields);

    /// <summary>Posts a form to an endpoint, with the client's authentication.</summary>
    internal async Task<(int Status, JsonElement Body)> PostAsync(string endpoint, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint);
        request.Content = Browser.Form(secret is null ? [.. fields, ("client_id", id)] : fields);
        if (secret is not null) request.Headers.Authorization = Basic(id, secret);
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, JsonDocument.Parse(body).RootElement);
    }

    internal async Task<(int Status, string Challenge, string Body)> UseAsync(string path, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, response.Headers.WwwAuthenticate.ToString(), body);
    }

    internal static AuthenticationHeaderValue Basic(string id, string secret) =>
        new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{id}:{secret}")));
}

internal static class JsonText
{
    /// <summary>A text member of a JSON object.</summary>
    internal static string Text(this JsonElement json, string member) => json.GetProperty(member).GetString()!;
}
