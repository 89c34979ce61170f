using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Time.Testing;
using OAuth2Server.Jwt;
using OAuth2Server.Jwt.Tests.Reading;

namespace OAuth2Server.AspNetCore.Tests.Bearer;

/// <summary>Endpoints that need a stronger or a newer sign-in, wherever the token is read.</summary>
[RfcSection("RFC 9470", "3")]
[RfcSection("RFC 9470", "6.1")]
[RfcSection("RFC 9470", "6.2")]
public sealed class StepUpTests
{
    private const string Weak = "error=\"insufficient_user_authentication\", " +
        "error_description=\"The request needs a stronger or a newer sign-in of the user.\"";

    private readonly FakeTimeProvider _clock = new(TestIssuer.Now);
    private readonly TestIssuer _issuer = new();

    /// <summary>The token (its class and its age), the path, the status, the challenge.</summary>
    public static TheoryData<string, string, int, string> Cases => new()
    {
        { "phr 0", "/strong", 200, "" },
        { "phrh 0", "/strong", 200, "" },
        { "pwd 0", "/strong", 401, Weak + """, acr_values="phr phrh" """ },
        { "- -", "/strong", 401, Weak + """, acr_values="phr phrh" """ },
        { "- -", "/new", 401, Weak + ", max_age=300" },
        { "pwd 200", "/new", 200, "" },
        { "pwd 400", "/new", 401, Weak + ", max_age=300" },
        { "phr 200", "/group/both", 200, "" },
        { "phr 400", "/group/both", 401, Weak + """, scope="a", acr_values="phr phrh", max_age=300""" },
        { "pwd 200", "/group/both", 401, Weak + """, scope="a", acr_values="phr phrh", max_age=300""" },
        { "phr 0", "/more", 403, "error=\"insufficient_scope\", " +
            "error_description=\"The request needs more scope than the access token has.\", scope=\"z\", acr_values=\"phr\"" },
        { "pwd 0", "/more", 401, Weak + """, scope="z", acr_values="phr" """ },
        { "phr 0", "/policy", 200, "" },
        { "pwd 0", "/policy", 401, Weak + """, acr_values="phr", max_age=60""" },
        { "", "/group/both", 401, """scope="a", acr_values="phr phrh", max_age=300""" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_answer_is_the_same_in_each_way(string token, string path, int status, string expected)
    {
        foreach (var way in new[] { "model", "keys", "introspection" })
        {
            await using var api = await StartAsync(way, token);
            var answer = token.Length == 0
                ? await api.GetAsync(path)
                : await api.BearerAsync(path, way == "keys" ? _issuer.Sign(_issuer.Header, Claims(token)) : "token");
            answer.MustBe(status);
            if (status == 200) continue;
            Assert.Equal($"Bearer realm=\"{TestIssuer.Name}\", {expected.Trim()}", answer.Header("WWW-Authenticate"));
        }
    }

    [Fact]
    public void A_requirement_without_a_class_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new AuthorizationPolicyBuilder().RequireAcr());
        Assert.Throws<ArgumentException>(() => new AuthorizationPolicyBuilder().RequireAcr("a b"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AuthorizationPolicyBuilder().RequireMaxAge(TimeSpan.FromSeconds(-1)));
    }

    private async Task<Api> StartAsync(string way, string token)
    {
        var model = way == "model" && token.Length > 0 ? await ModelAsync(token) : new InMemoryModel(_clock);
        return await Api.StartAsync(
            _clock,
            authentication =>
            {
                if (way == "model") authentication.Services.AddOAuth2Server(model, o => o.Issuer = TestIssuer.Name);
                authentication.Services.AddAuthorization(o => o.AddPolicy(
                    "strong", p => p.AddAuthenticationSchemes("Bearer").RequireAcr("phr").RequireMaxAge(TimeSpan.FromMinutes(1))));
                authentication.AddOAuth2Bearer(o =>
                {
                    o.Resource = TestIssuer.Resource;
                    o.ClockSkew = TimeSpan.Zero;
                    if (way == "model") return;
                    o.Authority = TestIssuer.Name;
                    o.BackchannelHttpHandler = Server(token);
                    if (way == "introspection") o.Introspection = new IntrospectionOptions { ClientId = "api", ClientSecret = "s" };
                });
            },
            app =>
            {
                app.MapGet("/strong", () => "").RequireAcr("phr", "phrh");
                app.MapGet("/new", () => "").RequireMaxAge(TimeSpan.FromMinutes(5));
                var group = app.MapGroup("/group").RequireScope("a").RequireAcr("phr", "phrh");
                group.MapGet("/both", () => "").RequireMaxAge(TimeSpan.FromMinutes(5));
                app.MapGet("/more", () => "").RequireAcr("phr").RequireScope("z");
                app.MapGet("/policy", () => "").RequireAuthorization("strong");
            });
    }

    private static JsonObject Claims(string token)
    {
        var (acr, age) = token.Split(' ') is [var one, var two] ? (one, two) : ("-", "-");
        var claims = TestIssuer.Claims();
        if (acr != "-") claims["acr"] = acr;
        if (age != "-")
            claims["auth_time"] = TestIssuer.Now.ToUnixTimeSeconds() - int.Parse(age, System.Globalization.CultureInfo.InvariantCulture);
        return claims;
    }

    private ScriptedServer Server(string token)
    {
        var server = new ScriptedServer(_issuer);
        server.AnswerAsync("/introspect", (_, _) =>
        {
            var claims = Claims(token);
            (claims["active"], claims["token_type"]) = (true, "Bearer");
            return Task.FromResult(ScriptedServer.Json(claims.ToJsonString()));
        });
        return server;
    }

    private async Task<InMemoryModel> ModelAsync(string token)
    {
        var model = new InMemoryModel(_clock);
        model.AddClient(new() { Id = "app", Type = ClientType.Public });
        model.AddUser("alice", "password");
        var claims = JsonSerializer.SerializeToElement(Claims(token));
        var signIn = new UserAuthentication
        {
            ContextClass = claims.TryGetProperty("acr", out var acr) ? acr.GetString() : null,
            Time = claims.TryGetProperty("auth_time", out var time) ? DateTimeOffset.FromUnixTimeSeconds(time.GetInt64()) : null,
        };
        var access = Records.Token("token", family: "family").Access with
        {
            Authorization = Records.Authorization("family") with
            {
                Issuer = TestIssuer.Name,
                Subject = "alice",
                Properties = signIn.WriteTo(Properties.Empty),
            },
            Scope = Scope.Parse(claims.GetProperty("scope").GetString()!),
            Audience = [TestIssuer.Resource],
            ExpiresAt = TestIssuer.Now.AddHours(1),
        };
        await model.SaveTokenAsync(new() { Access = access }, Records.Context(), default);
        return model;
    }
}
