using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using OAuth2Server.Jwt;
using OAuth2Server.Jwt.Tests.Reading;

namespace OAuth2Server.AspNetCore.Tests.Bearer;

/// <summary>A token is looked up in the model, verified with the keys of its issuer, or described by it: the application sees no
/// difference.</summary>
[RfcSection("RFC 6750", "3.1")]
[RfcSection("RFC 9068", "4")]
[RfcSection("RFC 7662", "2.2")]
[RfcSection("RFC 9396", "9")]
public sealed class ThreeWaysTests
{
    private const string TooLittle =
        "error=\"insufficient_scope\", error_description=\"The request needs more scope than the access token has.\"";

    private const string Details = """[{"type":"payment","amount":10},{"type":"account"}]""";

    private const string DetailsClaims =
        "\"authorization_details={\\u0022type\\u0022:\\u0022payment\\u0022,\\u0022amount\\u0022:10}\"," +
        "\"authorization_details={\\u0022type\\u0022:\\u0022account\\u0022}\",";

    private readonly FakeTimeProvider _clock = new(TestIssuer.Now);
    private readonly TestIssuer _issuer = new();

    public static TheoryData<string, string, int, string> Cases => new()
    {
        { "valid", "/a", 200, """["sub=alice","client_id=app","scope=a","scope=b","Bearer"]""" },
        { "valid", "/any", 200, """["sub=alice","client_id=app","scope=a","scope=b","Bearer"]""" },
        { "client", "/a", 200, """["client_id=app","scope=a","Bearer"]""" },
        { "no-scope", "/any", 200, """["sub=alice","client_id=app","Bearer"]""" },
        { "details", "/a", 200, """["sub=alice","client_id=app","scope=a","scope=b",""" + DetailsClaims + "\"Bearer\"]" },
        { "bad-details", "/a", 200, """["sub=alice","client_id=app","scope=a","scope=b","Bearer"]""" },
        { "slash", "/a", 200, """["sub=alice","client_id=app","scope=a","Bearer"]""" },
        { "no-scope", "/a", 403, TooLittle + """, scope="a" """ },
        { "valid", "/group/c", 403, TooLittle + """, scope="a c" """ },
        { "expired", "/a", 401, """error="invalid_token", error_description="The access token is expired.", scope="a" """ },
        { "other-issuer", "/a", 401, """error="invalid_token", error_description="The access token is not valid.", scope="a" """ },
        { "other-audience", "/a", 401, """error="invalid_token", error_description="The access token is not valid.", scope="a" """ },
        { "bound", "/a", 401, """error="invalid_token", error_description="The access token is not valid.", scope="a" """ },
        { "unknown", "/group/c", 401, """error="invalid_token", error_description="The access token is not valid.", scope="a c" """ },
        { "none", "/a", 401, """scope="a" """ },
        { "none", "/group/c", 401, """scope="a c" """ },
        { "none", "/any", 401, "" },
        { "malformed", "/a", 400, """error="invalid_request", error_description="The access token is malformed." """ },
        { "twice", "/a", 400, """error="invalid_request", error_description="The Authorization header is sent more than once." """ },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_answer_is_the_same_in_each_way(string token, string path, int status, string expected)
    {
        foreach (var way in new[] { "model", "keys", "introspection" })
        {
            await using var api = await StartAsync(way);
            if (token == "expired") _clock.Advance(TimeSpan.FromHours(2));
            var answer = (await api.GetAsync(path, [.. HeadersOf(way, token)])).MustBe(status);
            if (status == 200)
            {
                Assert.Equal(expected, answer.Text);
                Assert.Equal(path == "/any" ? "" : "a", answer.Header("X-Accepted-OAuth-Scopes"));
                Assert.NotNull(answer.Header("X-OAuth-Scopes"));
                continue;
            }
            string[] parts = ["Bearer realm=\"https://auth.example.com\"", expected.Trim(),
                "resource_metadata=\"https://photos.example.com/" +
                ".well-known/oauth-protected-resource/api\""];
            Assert.Equal(string.Join(", ", parts.Where(part => part.Length > 0)), answer.Header("WWW-Authenticate"));
            Assert.Equal(token == "none", answer.Text.Length == 0);
        }
    }

    private async Task<Api> StartAsync(string way)
    {
        var model = await ModelAsync();
        return await Api.StartAsync(
            _clock,
            authentication =>
            {
                if (way == "model") authentication.Services.AddOAuth2Server(model, o => o.Issuer = TestIssuer.Name);
                authentication.AddOAuth2Bearer(o =>
                {
                    o.Resource = TestIssuer.Resource;
                    o.AddAcceptedScopesHeader = o.AddAuthorizedScopesHeader = true;
                    if (way == "model") return;
                    o.Authority = TestIssuer.Name;
                    o.BackchannelHttpHandler = Server();
                    if (way == "introspection") o.Introspection = new IntrospectionOptions { ClientId = "api", ClientSecret = "s" };
                });
            },
            app => app.MapProtectedResource());
    }

    private IEnumerable<(string Name, string Value)> HeadersOf(string way, string token) => token switch
    {
        "none" => [],
        "malformed" => [("Authorization", "Bearer a,b")],
        "twice" => [("Authorization", "Bearer " + TextOf(way, "valid")), ("Authorization", "Bearer " + TextOf(way, "valid"))],
        _ => [("Authorization", "Bearer " + TextOf(way, token))],
    };

    private string TextOf(string way, string token)
    {
        if (way != "keys") return token;
        var claims = Claims(token);
        if (token == "bound") claims["cnf"] = new JsonObject { ["jkt"] = "x" };
        return (token == "unknown" ? new TestIssuer() : _issuer).Sign(_issuer.Header, claims);
    }

    private static JsonObject Claims(string token)
    {
        var claims = TestIssuer.Claims();
        if (token is "client" or "slash") claims["scope"] = "a";
        if (token == "client") claims["sub"] = "app";
        if (token == "no-scope") claims.Remove("scope");
        // What cannot be read permits nothing.
        if (token == "details") claims["authorization_details"] = JsonNode.Parse(Details);
        if (token == "bad-details") claims["authorization_details"] = JsonNode.Parse("""{"type":"payment"}""");
        if (token == "other-issuer") claims["iss"] = "https://other.example.com";
        if (token == "other-audience") claims["aud"] = "https://mail.example.com";
        if (token == "slash") claims["aud"] = new JsonArray("https://x.example.com", "HTTPS://Photos.example.com:443/api");
        return claims;
    }

    private ScriptedServer Server()
    {
        var server = new ScriptedServer(_issuer);
        server.AnswerAsync("/introspect", async (request, ct) =>
        {
            var token = (await request.Content!.ReadAsStringAsync(ct)).Split('&')[0]["token=".Length..];
            if (token == "unknown") return ScriptedServer.Json("""{"active":false}""");
            var claims = Claims(token);
            (claims["active"], claims["token_type"]) = (true, token == "bound" ? "DPoP" : "Bearer");
            if (token == "client") claims.Remove("sub");
            return ScriptedServer.Json(claims.ToJsonString());
        });
        return server;
    }

    private async Task<InMemoryModel> ModelAsync()
    {
        var model = new InMemoryModel(_clock);
        model.AddClient(new() { Id = "app", Type = ClientType.Public });
        model.AddUser("alice", "password");
        string[] names =
            ["valid", "details", "bad-details", "client", "no-scope", "slash", "expired", "other-issuer", "other-audience", "bound"];
        foreach (var name in names)
        {
            var claims = JsonSerializer.SerializeToElement(Claims(name));
            var scope = claims.TryGetProperty("scope", out var text) ? Scope.Parse(text.GetString()) : Scope.Empty;
            var audience = claims.GetProperty("aud");
            var token = Records.Token(name, family: name).Access with
            {
                Authorization = Records.Authorization(name) with
                {
                    Issuer = claims.GetProperty("iss").GetString()!,
                    Subject = name == "client" ? null : "alice",
                },
                Scope = scope,
                Properties = claims.TryGetProperty("authorization_details", out var details)
                    ? Properties.Empty.With(AuthorizationDetails.Property, details.GetRawText())
                    : Properties.Empty,
                Audience = audience.ValueKind == JsonValueKind.Array
                    ? [.. audience.EnumerateArray().Select(one => one.GetString()!)]
                    : [audience.GetString()!],
                TokenType = name == "bound" ? "DPoP" : "Bearer",
                ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(claims.GetProperty("exp").GetInt64()),
            };
            await model.SaveTokenAsync(new() { Access = token }, Records.Context(), default);
        }
        return model;
    }
}
