using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace OAuth2Server.OpenIdConnect.Tests;

/// <summary>A client that signs users in, by the code flow with PKCE. ID tokens are verified by Microsoft.IdentityModel.</summary>
internal sealed class RelyingParty(
    string address, string responseMode, string id = "web", string? secret = TestConfiguration.WebSecret)
{
    private readonly HttpClient _http = Browser.NewHttp(address);

    internal string Address => address;

    internal string Id => id;

    internal string State { get; } = Random();

    internal string Nonce { get; } = Random();

    internal string Verifier { get; } = Random();

    internal static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>The parameters of a request, with changes; null removes one.</summary>
    internal Dictionary<string, string?> Request(params (string Name, string? Value)[] changes)
    {
        var parameters = new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = id,
            ["redirect_uri"] = TestConfiguration.Callback,
            ["scope"] = "openid",
            ["state"] = State,
            ["nonce"] = Nonce,
            ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
            ["code_challenge_method"] = "S256",
            ["response_mode"] = responseMode == "query" ? null : responseMode,
        };
        foreach (var (name, value) in changes) parameters[name] = value;
        return parameters;
    }

    internal string AuthorizeUrl(params (string Name, string? Value)[] changes) =>
        QueryHelpers.AddQueryString("/oauth2/authorize", Request(changes).Where(p => p.Value is not null));

    /// <summary>Sends the request, and answers the pages: alice signs in and allows everything.</summary>
    /// <returns>The last answer: the redirect or the form for the client, or a page that is neither of the two.</returns>
    internal async Task<Answer> AuthorizeAsync(Browser browser, params (string Name, string? Value)[] changes) =>
        await AnswerPagesAsync(browser, await browser.GetAsync(AuthorizeUrl(changes)));

    internal static async Task<Answer> AnswerPagesAsync(Browser browser, Answer answer, string username = "alice")
    {
        answer = await browser.FollowAsync(answer);
        if (IsSignIn(answer))
        {
            var password = username == "alice" ? TestConfiguration.AlicePassword : TestConfiguration.BobPassword;
            answer = await browser.FollowAsync(await browser.SignInAsync(answer, username, password));
        }
        return IsConsent(answer) ? await browser.FollowAsync(await browser.SubmitAsync(answer, "ticket", ("answer", "allow"))) : answer;
    }

    internal static bool IsSignIn(Answer answer) => answer.Document.QuerySelector("[name=password]") is not null;

    internal static bool IsConsent(Answer answer) => answer.Document.QuerySelector("button[value=allow]") is not null;

    /// <summary>What the client received, in the response mode of this client.</summary>
    internal Dictionary<string, string> Received(Answer answer)
    {
        if (responseMode == "form_post")
        {
            Assert.Equal(200, (int)answer.Status);
            var form = Assert.Single(answer.Document.Forms);
            Assert.Equal(TestConfiguration.Callback, form.GetAttribute("action"));
            return form.QuerySelectorAll("input").ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value")!);
        }
        Assert.Equal(303, (int)answer.Status);
        Assert.StartsWith(TestConfiguration.Callback + "?", answer.Location, StringComparison.Ordinal);
        return QueryHelpers.ParseQuery(new Uri(answer.Location!).Query).ToDictionary(p => p.Key, p => p.Value.ToString());
    }

    /// <summary>Signs alice in and gets tokens.</summary>
    internal async Task<JsonElement> SignInAsync(Browser browser, params (string Name, string? Value)[] changes) =>
        await TokensAsync(await AuthorizeAsync(browser, changes));

    /// <summary>Redeems the code of an answer.</summary>
    internal async Task<JsonElement> TokensAsync(Answer answer)
    {
        var received = Received(answer);
        Assert.True(received.ContainsKey("code"), string.Join(' ', received.Select(pair => $"{pair.Key}={pair.Value}")));
        Assert.Equal(State, received["state"]);
        var (status, body) = await RedeemAsync(received["code"]);
        Assert.Equal(200, status);
        return body;
    }

    internal Task<(int Status, JsonElement Body)> RedeemAsync(string code) => TokenAsync(
        ("grant_type", "authorization_code"), ("code", code), ("code_verifier", Verifier), ("redirect_uri", TestConfiguration.Callback));

    internal Task<(int Status, JsonElement Body)> RefreshAsync(JsonElement tokens, params (string Name, string Value)[] more) =>
        TokenAsync([("grant_type", "refresh_token"), ("refresh_token", Text(tokens, "refresh_token")), .. more]);

    internal async Task<(int Status, JsonElement Body)> TokenAsync(params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth2/token");
        request.Content = Browser.Form(secret is null ? [.. fields, ("client_id", id)] : fields);
        if (secret is not null)
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{id}:{secret}")));
        return await SendAsync(request);
    }

    internal async Task<(int Status, JsonElement Body)> UserInfoAsync(string accessToken, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, "/oauth2/userinfo");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        return await SendAsync(request);
    }

    internal async Task<(int Status, JsonElement Body)> SendAsync(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, body.Length == 0 ? default : JsonDocument.Parse(body).RootElement);
    }

    internal async Task<JsonElement> GetJsonAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        var (status, body) = await SendAsync(request);
        Assert.Equal(200, status);
        return body;
    }

    /// <summary>The ID token of a token response, after its signature, issuer, audience and times were verified.</summary>
    internal async Task<JsonWebToken> IdTokenAsync(JsonElement tokens)
    {
        var keys = new JsonWebKeySet((await GetJsonAsync("/oauth2/jwks")).GetRawText());
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(Text(tokens, "id_token"), new()
        {
            ValidIssuer = address,
            ValidAudience = id,
            IssuerSigningKeys = keys.GetSigningKeys(),
            ValidTypes = ["JWT"],
            RequireSignedTokens = true,
            ClockSkew = TimeSpan.FromMinutes(5),
        });
        Assert.True(result.IsValid, result.Exception?.Message);
        return (JsonWebToken)result.SecurityToken;
    }

    internal static string Text(JsonElement json, string member) => json.GetProperty(member).GetString()!;
}
