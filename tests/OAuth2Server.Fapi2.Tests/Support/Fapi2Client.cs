using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace OAuth2Server.Fapi2.Tests;

/// <summary>
/// A client of the profile: <c>private_key_jwt</c>, pushed requests, PKCE and DPoP. Each method makes a request that is right;
/// a test changes one thing in it.
/// </summary>
/// <param name="server">The server, whose clock is the client's too.</param>
/// <param name="id">The <c>client_id</c>.</param>
/// <param name="key">The key that authenticates the client.</param>
/// <param name="issuer">The issuer, if it is not the address of the server.</param>
internal sealed class Fapi2Client(TestServer server, string id, ClientKey key, string? issuer = null)
{
    private readonly HttpClient _http = Browser.NewHttp(server.Address);

    internal string Id => id;

    internal string Issuer => issuer ?? server.Address;

    internal TestServer Server => server;

    internal ClientKey Key => key;

    /// <summary>The key of the proofs.</summary>
    internal ClientKey ProofKey { get; set; } = ClientKey.NewEcdsa();

    internal string State { get; private init; } = Random();

    internal string Nonce { get; private init; } = Random();

    internal string Verifier { get; private init; } = Random();

    /// <summary>The same client, with the same flow, at another node.</summary>
    internal Fapi2Client At(TestServer other) =>
        new(other, id, key, issuer) { State = State, Nonce = Nonce, Verifier = Verifier, ProofKey = ProofKey };

    internal static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    internal long Now => server.Clock.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>The parameters of an authorization request, with changes; null removes one.</summary>
    internal Dictionary<string, string?> Request(params (string Name, string? Value)[] changes)
    {
        var parameters = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["response_type"] = "code",
            ["client_id"] = id,
            ["redirect_uri"] = TestConfiguration.Callback,
            ["scope"] = "openid read offline_access",
            ["state"] = State,
            ["nonce"] = Nonce,
            ["code_challenge"] = Challenge(Verifier),
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes) parameters[name] = value;
        return parameters;
    }

    internal static string Challenge(string verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    internal SignedToken Assertion() => new(key, new() { ["alg"] = key.Algorithm, ["kid"] = key.Id }, new()
    {
        ["iss"] = id,
        ["sub"] = id,
        ["aud"] = Issuer,
        ["jti"] = Random(),
        ["iat"] = Now,
        ["nbf"] = Now,
        ["exp"] = Now + 60,
    });

    /// <summary>The request as a signed request object (RFC 9101).</summary>
    internal SignedToken RequestObject(params (string Name, string? Value)[] changes)
    {
        var claims = JsonTexts.Object(Request(changes).Where(p => p.Value is not null).Select(p => (p.Key, p.Value!)));
        (claims["iss"], claims["aud"], claims["jti"]) = (id, Issuer, Random());
        (claims["iat"], claims["nbf"], claims["exp"]) = (Now, Now, Now + 300);
        return new(key, new() { ["alg"] = key.Algorithm, ["kid"] = key.Id, ["typ"] = "oauth-authz-req+jwt" }, claims);
    }

    /// <summary>A proof of possession (RFC 9449 §4.2).</summary>
    internal SignedToken Proof(string method, string url, string? accessToken = null)
    {
        var header = new JsonObject { ["typ"] = "dpop+jwt", ["alg"] = ProofKey.Algorithm, ["jwk"] = ProofKey.PublicMembers() };
        var claims = new JsonObject { ["jti"] = Random(), ["htm"] = method, ["htu"] = url, ["iat"] = Now };
        if (accessToken is not null) claims["ath"] = Challenge(accessToken);
        return new(ProofKey, header, claims);
    }

    internal Message Push(params (string Name, string? Value)[] changes)
    {
        var message = Post("/oauth2/par", withProof: false);
        foreach (var (name, value) in Request(changes)) message.Form[name] = value;
        return message;
    }

    internal Message Redeem(string code) => Token(
        ("grant_type", "authorization_code"), ("code", code), ("code_verifier", Verifier), ("redirect_uri", TestConfiguration.Callback));

    internal Message Refresh(string refreshToken) => Token(("grant_type", "refresh_token"), ("refresh_token", refreshToken));

    internal Message Token(params (string Name, string Value)[] fields)
    {
        var message = Post("/oauth2/token", withProof: true);
        foreach (var (name, value) in fields) message.Form[name] = value;
        return message;
    }

    /// <summary>A request of a protected resource.</summary>
    internal Message Use(string accessToken, string path = "/demo/read") => new(_http, HttpMethod.Get, path)
    {
        Authorization = $"DPoP {accessToken}",
        Proof = Proof("GET", Issuer + path, accessToken),
    };

    private Message Post(string path, bool withProof) => new(_http, HttpMethod.Post, path)
    {
        Assertion = Assertion(),
        Proof = withProof ? Proof("POST", Issuer + path) : null,
    };

    internal async Task<string> PushedAsync(params (string Name, string? Value)[] changes) =>
        (await Push(changes).SendAsync()).Accepted(201).Text("request_uri");

    internal string AuthorizeUrl(string requestUri, params (string Name, string? Value)[] more) => QueryHelpers.AddQueryString(
        "/oauth2/authorize",
        [new("client_id", id), new("request_uri", requestUri), .. more.Select(p => KeyValuePair.Create(p.Name, p.Value))]);

    /// <summary>Sends the browser to the server; alice signs in and answers the question.</summary>
    /// <returns>The last page, or the redirect to the client.</returns>
    internal async Task<Answer> VisitAsync(Browser browser, string url, string answer = "allow")
    {
        var page = await browser.FollowAsync(await browser.GetAsync(url));
        if (page.Document.QuerySelector("[name=password]") is not null)
            page = await browser.FollowAsync(await browser.SignInAsync(page));
        if (page.Document.QuerySelector("button[value=allow]") is not null)
            page = await browser.FollowAsync(await browser.SubmitAsync(page, "ticket", ("answer", answer)));
        return page;
    }

    /// <summary>The parameters that the client receives by a redirect.</summary>
    internal static Dictionary<string, string> Received(Answer answer)
    {
        // The profile forbids 307, which sends the form of the user, with the password, to the client (FAPI 2.0 §5.3.2.2).
        Assert.True((int)answer.Status == 303, $"{(int)answer.Status} {answer.Alert} {answer.Document.Body?.TextContent.Trim()}");
        Assert.StartsWith(TestConfiguration.Callback + "?", answer.Location, StringComparison.Ordinal);
        return QueryHelpers.ParseQuery(new Uri(answer.Location!).Query).ToDictionary(p => p.Key, p => p.Value.ToString());
    }

    internal async Task<Dictionary<string, string>> AuthorizedAsync(params (string Name, string? Value)[] changes) =>
        Received(await VisitAsync(server.NewBrowser(), AuthorizeUrl(await PushedAsync(changes))));

    /// <summary>Pushes a request, and alice allows it.</summary>
    internal async Task<string> CodeAsync(params (string Name, string? Value)[] changes)
    {
        var received = await AuthorizedAsync(changes);
        Assert.True(received.ContainsKey("code"), string.Join(' ', received));
        return received["code"];
    }

    /// <summary>The token response of a whole flow.</summary>
    internal async Task<JsonElement> TokensAsync(params (string Name, string? Value)[] changes) =>
        (await Redeem(await CodeAsync(changes)).SendAsync()).Accepted().Json;

    internal async Task<JsonElement> GetJsonAsync(string path) =>
        (await new Message(_http, HttpMethod.Get, path).SendAsync()).Accepted().Json;

    /// <summary>The ID token of a token response, after its signature, issuer, audience and times were verified.</summary>
    internal async Task<JsonWebToken> IdTokenAsync(JsonElement tokens)
    {
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(tokens.Text("id_token"), new()
        {
            ValidIssuer = Issuer,
            ValidAudience = id,
            IssuerSigningKeys = new JsonWebKeySet((await GetJsonAsync("/oauth2/jwks")).GetRawText()).GetSigningKeys(),
            ValidAlgorithms = ["ES256", "PS256"],
            ClockSkew = TimeSpan.FromMinutes(5),
        });
        Assert.True(result.IsValid, result.Exception?.Message);
        return (JsonWebToken)result.SecurityToken;
    }
}
