using System.Text.Json;
using System.Text.Json.Nodes;

namespace OAuth2Server.Tests.IdentityAssertionAuthzGrant03;

/// <summary>Servers that issue identity assertions to a client, for another authorization server.</summary>
internal static class AssertionServers
{
    internal const string Other = "https://chat.example.com";
    internal const string OtherApi = "https://api.chat.example.com/mcp";
    internal const string TokenType = "urn:ietf:params:oauth:token-type:id-jag";
    internal const string IdTokenType = "urn:ietf:params:oauth:token-type:id_token";
    internal const string RefreshTokenType = "urn:ietf:params:oauth:token-type:refresh_token";

    internal static Jwt.IdentityAssertionPolicy Policy => new()
    {
        ClientId = "web",
        Audience = Other,
        ClientIdAtAudience = "web-at-chat",
        Scopes = ["chat.read", "chat.write"],
        Resources = [OtherApi, "https://api.chat.example.com/files"],
    };

    internal static void Usual(Setup setup) => With(null)(setup);

    internal static Action<Setup> With(Action<Jwt.IdentityAssertionPolicy>? change) => setup =>
    {
        var policy = Policy;
        change?.Invoke(policy);
        setup.Jwt = new();
        setup.Exchange = new();
        setup.IdentityAssertions = new() { Policies = [policy] };
        setup.Store.AddClient(
            Known.Web with { GrantTypes = [.. Known.Web.GrantTypes, TokenExchangeGrant.Name], Scope = Scope.Of("openid", "a", "b") },
            Known.WebSecret);
    };

    /// <summary>The client's request, with any subject token.</summary>
    internal static Parameters Request(string subjectToken, string type = IdTokenType) =>
    [
        ("grant_type", TokenExchangeGrant.Name), ("requested_token_type", TokenType), ("subject_token", subjectToken),
        ("subject_token_type", type), ("audience", Other), ("resource", OtherApi),
    ];

    /// <summary>An ID token of the server for the client, with some claims changed; a null takes a claim away.</summary>
    internal static async Task<string> IdTokenAsync(
        this TestServer server, params (string Name, JsonNode? Value)[] changes) => await server.SignAsync("JWT", changes);

    /// <summary>A JWT that the server signed.</summary>
    internal static async Task<string> SignAsync(
        this TestServer server, string type, params (string Name, JsonNode? Value)[] changes)
    {
        var now = server.Clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = Known.Issuer, ["sub"] = "alice", ["aud"] = "web", ["iat"] = now, ["exp"] = now + 3600,
            ["auth_time"] = now - 30, ["acr"] = "phr", ["amr"] = new JsonArray("pwd", "otp"),
        };
        foreach (var (name, value) in changes)
        {
            if (value is null) claims.Remove(name);
            else claims[name] = value.DeepClone();
        }
        var keys = new TestKeys();
        return await keys.Keys.SignAsync(
            keys, "RS256", type, TimeSpan.FromHours(1), claims, static (json, claims) =>
            {
                foreach (var (name, value) in claims)
                {
                    json.WritePropertyName(name);
                    if (value is null) json.WriteNullValue();
                    else value.WriteTo(json);
                }
            }, CancellationToken.None);
    }

    internal static Task<Answer> AskAsync(this TestServer server, Parameters form, params (string Name, string Value)[] headers) =>
        server.TokenAsync(form, [Known.WebBasic, .. headers]);

    /// <summary>The answer with an identity assertion: 200, no access token (RFC 8693 §2.2.1).</summary>
    internal static string MustAssert(this Answer answer)
    {
        answer.MustBe(200);
        Assert.Equal((TokenType, "N_A"), (answer["issued_token_type"], answer["token_type"]));
        Assert.Equal("no-store", answer.Header("Cache-Control"));
        return answer.AccessToken;
    }

    /// <summary>A claim as JSON text.</summary>
    internal static string? Raw(this ReadJwt token, string claim) =>
        token.Claims.TryGetProperty(claim, out var value) ? JsonSerializer.Serialize(value) : null;
}
