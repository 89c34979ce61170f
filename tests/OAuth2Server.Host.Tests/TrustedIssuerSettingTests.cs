using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using OAuth2Server.Jwt;

namespace OAuth2Server.Host.Tests;

/// <summary>The settings of trusted issuers and of identity assertions: those that stop the start, and how users are found.</summary>
public sealed class TrustedIssuerSettingTests : IDisposable
{
    private const string Idp = "https://idp.example.com";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private string KeySet
    {
        get
        {
            var point = _key.ExportParameters(false).Q;
            return new JsonObject
            {
                ["keys"] = new JsonArray(new JsonObject
                {
                    ["kty"] = "EC", ["crv"] = "P-256", ["kid"] = "1",
                    ["x"] = Base64Url.EncodeToString(point.X), ["y"] = Base64Url.EncodeToString(point.Y),
                }),
            }.ToJsonString();
        }
    }

    private void AddIssuer(JsonObject configuration, Action<JsonNode>? change = null)
    {
        configuration.Client(2)["GrantTypes"]!.AsArray().Add(JwtBearerGrant.Name);
        var issuer = new JsonObject
        {
            ["Issuer"] = Idp, ["Jwks"] = KeySet, ["Clients"] = new JsonArray("legacy"), ["Scopes"] = new JsonArray("read"),
            ["Users"] = new JsonArray(new JsonObject { ["Subject"] = "1", ["Username"] = "alice" }),
        };
        configuration.Server()["TrustedIssuers"] = new JsonArray(issuer);
        change?.Invoke(issuer);
    }

    [Theory]
    [InlineData("Issuer", "\"\"", "Issuer")]
    [InlineData("Jwks", "null", "JwksUri")]
    [InlineData("Jwks", "\"{}\"", "Jwks")]
    [InlineData("Jwks", "\"no JSON\"", "Jwks")]
    [InlineData("JwksUri", "\"https://idp.example.com/jwks\"", "Jwks")]
    [InlineData("JwksUri", "\"ftp://idp.example.com/jwks\"", "JwksUri Jwks")]
    [InlineData("JwksFile", "\"/no/such/file\"", "Jwks JwksFile")]
    [InlineData("Clients", "[]", "Clients")]
    [InlineData("Clients", "[\"nobody\"]", "Clients")]
    [InlineData("Clients", "[\"web\"]", "Clients")]
    [InlineData("Scopes", "[]", "Scopes")]
    [InlineData("Scopes", "[\"unknown\"]", "Scopes")]
    [InlineData("Audiences", "[\"https://other.example.com\"]", "Audiences")]
    [InlineData("Algorithms", "[\"HS256\"]", "Algorithms")]
    [InlineData("Algorithms", "[\"none\"]", "Algorithms")]
    [InlineData("Users", "[]", "Users")]
    [InlineData("Users", "[{\"Subject\":\"1\",\"Username\":\"a\"},{\"Subject\":\"1\",\"Username\":\"b\"}]", "Users")]
    [InlineData("Users", "[{\"Subject\":\"1\"}]", "Users")]
    [InlineData("SubjectMapping", "\"Subject\"", "Users")]
    [InlineData("SubjectMapping", "\"Anybody\"", "SubjectMapping")]
    [InlineData("AcceptsIdentityAssertions", "false", "AcceptsIdentityAssertions")]
    [InlineData("MaxLifetime", "\"2h\"", "MaxLifetime")]
    [InlineData("MaxAccessTokenLifetime", "\"30s\"", "MaxAccessTokenLifetime")]
    public void An_issuer_whose_assertions_could_not_be_used_safely_stops_the_start(string key, string value, string named)
    {
        var configuration = TestConfiguration.Create();
        AddIssuer(configuration, issuer => issuer[key] = JsonNode.Parse(value));
        var refused = Assert.Throws<StartException>(() => Read(configuration));
        Assert.All(refused.Problems, problem => Assert.Contains(
            named.Split(' '), one => problem.StartsWith($"OAuth2Server:TrustedIssuers:0:{one}", StringComparison.Ordinal)));
        Assert.NotEmpty(refused.Problems);
    }

    [Fact]
    public void The_server_itself_and_one_issuer_twice_stop_the_start()
    {
        var configuration = TestConfiguration.Create();
        AddIssuer(configuration);
        configuration.Server()["Issuer"] = Idp;
        var issuers = configuration.Server()["TrustedIssuers"]!.AsArray();
        issuers.Add(issuers[0]!.DeepClone());
        var problems = Assert.Throws<StartException>(() => Read(configuration)).Problems;
        Assert.Contains(problems, problem => problem.Contains("accepts no assertion of its own", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("is there twice", StringComparison.Ordinal));
    }

    [Fact]
    public void The_settings_are_those_of_the_library()
    {
        var configuration = TestConfiguration.Create();
        AddIssuer(configuration, issuer =>
        {
            (issuer["Algorithms"], issuer["Audiences"]) = (new JsonArray("ES256"), new JsonArray("https://api.example.com"));
            (issuer["AcceptsPlainAssertions"], issuer["AllowPublicClients"]) = (true, true);
            (issuer["MaxLifetime"], issuer["MaxAccessTokenLifetime"]) = ("2m", "3m");
        });
        var options = new JwtBearerOptions();
        Read(configuration).Trusted.SetTo(options);
        var trust = Assert.Single(options.Issuers);
        Assert.Equal((Idp, KeySet, null), (trust.Issuer, trust.Jwks, trust.JwksUri));
        Assert.Equal(
            ("ES256", "https://api.example.com", "legacy", "read"),
            (Assert.Single(trust.Algorithms), Assert.Single(trust.Audiences), Assert.Single(trust.Clients), Assert.Single(trust.Scopes)));
        Assert.Equal(
            (true, true, true, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3)),
            (trust.AcceptsIdentityAssertions, trust.AcceptsPlainAssertions, trust.AllowPublicClients, trust.MaxLifetime,
                trust.MaxAccessTokenLifetime));
    }

    [Theory]
    [InlineData("ClientId", "\"nobody\"")]
    [InlineData("ClientId", "\"web\"")]
    [InlineData("ClientId", "\"native\"")]
    [InlineData("ClientId", "\"\"")]
    [InlineData("Audience", "\"chat\"")]
    [InlineData("Audience", "\"\"")]
    [InlineData("Scopes", "[]")]
    [InlineData("Scopes", "[\"a b\"]")]
    [InlineData("Resources", "[\"files\"]")]
    [InlineData("Resources", "[\"https://files.example.com/#x\"]")]
    public void A_policy_that_could_never_give_an_identity_assertion_stops_the_start(string key, string value)
    {
        var configuration = TestConfiguration.Create();
        var client = configuration.Client(2);
        client["GrantTypes"]!.AsArray().Add(TokenExchangeGrant.Name);
        client["Scopes"]!.AsArray().Add("openid");
        var policy = new JsonObject
        {
            ["ClientId"] = "legacy", ["Audience"] = "https://chat.example.com", ["Scopes"] = new JsonArray("chat"),
        };
        configuration.Server()["TokenExchange"] = new JsonObject { ["IdentityAssertions"] = new JsonArray(policy) };
        Assert.Single(Read(configuration).TokenExchange.IdentityAssertions);
        policy[key] = JsonNode.Parse(value);
        Assert.All(Assert.Throws<StartException>(() => Read(configuration)).Problems, problem =>
            Assert.StartsWith("OAuth2Server:TokenExchange:IdentityAssertions:0:" + key, problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Users", "{\"sub\":\"1\"}", "alice")]
    [InlineData("Users", "{\"sub\":\"2\"}", null)]
    [InlineData("Users", "{\"sub\":\"alice\"}", null)]
    [InlineData("Users", "{\"sub\":\"2\",\"email\":\"alice\",\"email_verified\":true}", null)]
    [InlineData("Subject", "{\"sub\":\"bob\"}", "bob")]
    [InlineData("Subject", "{\"sub\":\"nobody\"}", null)]
    [InlineData("Email", "{\"sub\":\"2\",\"email\":\"carol@example.com\",\"email_verified\":true}", "carol@example.com")]
    [InlineData("Email", "{\"sub\":\"2\",\"email\":\"carol@example.com\",\"email_verified\":false}", null)]
    [InlineData("Email", "{\"sub\":\"2\",\"email\":\"carol@example.com\",\"email_verified\":\"true\"}", null)]
    [InlineData("Email", "{\"sub\":\"2\",\"email\":\"carol@example.com\"}", null)]
    [InlineData("Email", "{\"sub\":\"2\",\"email\":[\"carol@example.com\"],\"email_verified\":true}", null)]
    [InlineData("Email", "{\"sub\":\"carol@example.com\"}", null)]
    [InlineData("Email", "{\"sub\":\"2\",\"email\":\"nobody@example.com\",\"email_verified\":true}", null)]
    public async Task A_user_is_found_by_the_mapping_of_the_issuer_alone(string mapping, string claims, string? expected)
    {
        await using var server = await TestServer.StartAsync(c =>
        {
            c.Server()["Users"]!.AsArray().Add(new JsonObject { ["Username"] = "carol@example.com", ["Password"] = "carol's password 1" });
            AddIssuer(c, issuer =>
            {
                (issuer["SubjectMapping"], issuer["AcceptsPlainAssertions"]) = (mapping, true);
                if (mapping != "Users") issuer.AsObject().Remove("Users");
            });
        });
        var assertion = Sign(server, JsonNode.Parse(claims)!.AsObject());
        var (status, answer) = await new OAuthClient(server.Address, "legacy", TestConfiguration.LegacySecret).TokenAsync(
            ("grant_type", JwtBearerGrant.Name), ("assertion", assertion));
        if (expected is null)
        {
            Assert.Equal("invalid_grant", answer.Text("error"));
            return;
        }
        Assert.True(status == 200, answer.GetRawText());
        Assert.Contains($"is subject {expected} here", server.Log.Text, StringComparison.Ordinal);
    }

    public void Dispose() => _key.Dispose();

    private string Sign(TestServer server, JsonObject claims)
    {
        (claims["iss"], claims["aud"], claims["jti"]) = (Idp, server.Address, Guid.NewGuid().ToString());
        claims["exp"] = server.Clock.GetUtcNow().AddMinutes(1).ToUnixTimeSeconds();
        var signed = $"{Text("""{"alg":"ES256","kid":"1"}""")}.{Text(claims.ToJsonString())}";
        return $"{signed}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";

        static string Text(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
    }

    private static HostSettings Read(JsonObject configuration)
    {
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(configuration.ToJsonString()));
        return SettingsReader.Read(new ConfigurationBuilder().AddJsonStream(json).Build());
    }
}
