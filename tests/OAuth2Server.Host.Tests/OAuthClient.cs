using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace OAuth2Server.Host.Tests;

/// <summary>A client application of the tests: makes authorization requests with PKCE and uses the token endpoint.</summary>
internal sealed class OAuthClient(string address, string id = "web", string? secret = TestConfiguration.WebSecret, string redirectUri = TestConfiguration.Callback)
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new(address) };

    internal string State { get; } = "state-" + RandomWord.Next();

    internal string Verifier { get; } = RandomWord.Next(48);

    internal string AuthorizeUrl(string? scope = "read write") => QueryHelpers.AddQueryString("/oauth2/authorize", new Dictionary<string, string?>
    {
        ["response_type"] = "code",
        ["client_id"] = id,
        ["redirect_uri"] = redirectUri,
        ["scope"] = scope,
        ["state"] = State,
        ["code_challenge"] = Base64UrlTextEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
        ["code_challenge_method"] = "S256",
    }.Where(p => p.Value is not null));

    /// <summary>What the redirect to the client says.</summary>
    internal Dictionary<string, string> Received(Answer answer)
    {
        Assert.Equal(303, (int)answer.Status);
        Assert.StartsWith(redirectUri, answer.Location, StringComparison.Ordinal);
        return QueryHelpers.ParseQuery(answer.Location![(answer.Location!.IndexOf('?', StringComparison.Ordinal) + 1)..]).ToDictionary(p => p.Key, p => p.Value.ToString());
    }

    internal Task<(int Status, JsonElement Body)> RedeemAsync(string code) =>
        TokenAsync(("grant_type", "authorization_code"), ("code", code), ("code_verifier", Verifier), ("redirect_uri", redirectUri));

    internal Task<(int Status, JsonElement Body)> TokenAsync(params (string Name, string Value)[] fields) => PostAsync("/oauth2/token", fields);

    /// <summary>A form to an endpoint, authenticated.</summary>
    internal async Task<(int Status, JsonElement Body)> PostAsync(string endpoint, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = Browser.Form(secret is null ? [.. fields, ("client_id", id)] : fields) };
        if (secret is not null) request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{id}:{secret}")));
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement);
    }

    internal async Task<(int Status, string Challenge, string Body)> UseAsync(string path, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, response.Headers.WwwAuthenticate.ToString(), await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
