using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace OAuth2Server.Host.Tests;

/// <summary>Token exchange at the started host, on every store, and the settings that stop the start.</summary>
public sealed class TokenExchangeTests
{
    private const string Api = "https://api.example.com";
    private const string AccessTokenType = "urn:ietf:params:oauth:token-type:access_token";

    public static TheoryData<string> Stores => ["Memory", "Sqlite", "PostgreSql"];

    // The client that gets tokens of users by password exchanges them too.
    private static void AddPolicy(JsonObject configuration, Action<JsonNode>? change = null)
    {
        configuration.Client(2)["GrantTypes"]!.AsArray().Add(TokenExchangeGrant.Name);
        var policy = new JsonObject { ["ClientId"] = "legacy", ["Audience"] = Api, ["Scopes"] = new JsonArray("read") };
        configuration.Server()["TokenExchange"] = new JsonObject { ["Policies"] = new JsonArray(policy) };
        change?.Invoke(policy);
    }

    private static (string, string)[] Exchange(string subject, string actor) =>
    [
        ("grant_type", TokenExchangeGrant.Name), ("resource", Api), ("subject_token", subject), ("subject_token_type", AccessTokenType),
        ("actor_token", actor), ("actor_token_type", AccessTokenType),
    ];

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_token_is_exchanged_and_the_new_one_ends_with_it(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var server = await TestServer.StartAsync(c =>
        {
            database.Use(c);
            AddPolicy(c);
        });
        var client = new OAuthClient(server.Address, "legacy", TestConfiguration.LegacySecret, "");
        var subject = (await client.PasswordAsync(TestConfiguration.AlicePassword)).Body.Text("access_token");
        var actor = (await client.ClientCredentialsAsync()).Body.Text("access_token");
        var (status, issued) = await client.TokenAsync(Exchange(subject, actor));
        Assert.True(status == 200, issued.GetRawText());
        Assert.Equal((AccessTokenType, "read"), (issued.Text("issued_token_type"), issued.Text("scope")));

        var token = issued.Text("access_token");
        var (_, seen) = await client.PostAsync("/oauth2/introspect", ("token", token));
        Assert.True(seen.GetProperty("active").GetBoolean());
        Assert.Equal("client:legacy", seen.GetProperty("act").Text("sub"));

        Assert.Equal(200, (await client.PostAsync("/oauth2/revoke", ("token", subject))).Status);
        Assert.False((await client.PostAsync("/oauth2/introspect", ("token", token))).Body.GetProperty("active").GetBoolean());
        Assert.Equal("invalid_request", (await client.TokenAsync(Exchange(subject, actor))).Body.Text("error"));
    }

    [Theory]
    [InlineData("ClientId", "nobody")]
    [InlineData("ClientId", "web")]
    [InlineData("ClientId", "")]
    [InlineData("Audience", "https://other.example.com")]
    [InlineData("Audience", "")]
    [InlineData("Scopes", null)]
    [InlineData("Scopes", "unknown")]
    [InlineData("AllowDelegation", "false")]
    public void A_policy_that_could_never_allow_an_exchange_stops_the_start(string key, string? value)
    {
        var configuration = TestConfiguration.Create();
        AddPolicy(configuration, policy => policy[key] = key != "Scopes" ? value : value is null ? new JsonArray() : new JsonArray(value));
        var refused = Assert.Throws<StartException>(() => Read(configuration));
        Assert.All(refused.Problems, problem =>
            Assert.StartsWith("OAuth2Server:TokenExchange:Policies:0:" + key, problem, StringComparison.Ordinal));
        Assert.NotEmpty(refused.Problems);
    }

    [Fact]
    public void A_public_client_stops_the_start()
    {
        var configuration = TestConfiguration.Create();
        configuration.Client(1)["GrantTypes"]!.AsArray().Add(TokenExchangeGrant.Name);
        Assert.Contains(
            Assert.Throws<StartException>(() => Read(configuration)).Problems,
            problem => problem.Contains("any party can name a public client", StringComparison.Ordinal));
    }

    [Fact]
    public void The_settings_are_those_of_the_library()
    {
        var configuration = TestConfiguration.Create();
        AddPolicy(configuration, policy =>
        {
            foreach (var switched in (string[])["AllowImpersonation", "AllowUnprovenSubjectToken"]) policy[switched] = true;
        });
        configuration.Server()["TokenExchange"]!["MaxExchanges"] = "2";
        var options = new TokenExchangeOptions();
        Read(configuration).TokenExchange.SetTo(options);
        var policy = Assert.Single(options.Policies);
        Assert.Equal(
            ("legacy", Api, "read", true, true, true, 2),
            (policy.ClientId, policy.Audience, Assert.Single(policy.Scopes), policy.AllowDelegation, policy.AllowImpersonation,
                policy.AllowUnprovenSubjectToken, options.MaxExchanges));
    }

    private static HostSettings Read(JsonObject configuration)
    {
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(configuration.ToJsonString()));
        return SettingsReader.Read(new ConfigurationBuilder().AddJsonStream(json).Build());
    }
}
