using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace OAuth2Server.Host.Tests;

public sealed class ConfigurationTests
{
    [Fact]
    public void The_documented_shape_is_accepted()
    {
        var settings = Read(TestConfiguration.Create());

        Assert.Equal(["read"], settings.DefaultScopes);
        Assert.Equal(3, settings.Clients.Count);
        Assert.Equal("A <web> app", settings.Clients[0].Client.DisplayName);
        Assert.Equal("legacy", settings.Clients[2].Client.DisplayName);
        Assert.Equal(ClientType.Public, settings.Clients[1].Client.Type);
        Assert.Empty(settings.Findings);
    }

    [Fact]
    public void Settings_print_no_secret()
    {
        var settings = Read(TestConfiguration.Create());

        const string Secret = TestConfiguration.WebSecret;
        Assert.DoesNotContain(settings.Clients, client => client.ToString().Contains(Secret, StringComparison.Ordinal));
        Assert.DoesNotContain(settings.Users, user => user.ToString().Contains(user.Password, StringComparison.Ordinal));
    }

    public static TheoryData<string, string> WrongSettings() => new()
    {
        { "Isuer", "\"http://127.0.0.1\"" },
        { "Issuer", "\"not a url\"" },
        { "Issuer", "\"http://auth.example.com\"" },
        { "Issuer", "\"https://auth.example.com?x=1\"" },
        { "Issuer", "[\"https://auth.example.com\"]" },
        { "Demo", "\"maybe\"" },
        { "Demo", "1" },
        { "Store:ConnectionString", "\"Data Source=x.db\"" },
        { "Store:Provider", "\"Oracle\"" },
        { "Store:Other", "1" },
        { "Store", "\"Memory\"" },
        { "Store", Store("PostgreSql", null) },
        { "Store", Store("PostgreSql", "Database=oauth2") },
        { "Store", Store("PostgreSql", "Host=127.0.0.1;Password=0123456789012345678901234567890123;Port=no") },
        { "Store", Store("PostgreSql", "0123456789012345678901234567890123") },
        { "Store", Store("Sqlite", "oauth2.db") },
        { "Store", Store("Sqlite", "Data Source=") },
        { "Store", Store("Sqlite", "Data Source=:memory:") },
        { "Store", Store("Sqlite", "Data Source=x;Mode=Memory") },
        { "Store", Store("Sqlite", "Data Source=x;Mode=0123456789012345678901234567890123") },
        { "Store", Store("Sqlite", "Data Source=x;Password=0123456789012345678901234567890123") },
        { "Telemetry", "\"http://127.0.0.1:4317\"" },
        { "Telemetry", """{ "Otlp": "127.0.0.1:4317" }""" },
        { "Telemetry", """{ "Otlp": "ftp://127.0.0.1" }""" },
        { "Telemetry", """{ "Protocol": "grpc" }""" },
        { "Telemetry", """{ "Otlp": "http://127.0.0.1:4317", "Protocol": "json" }""" },
        { "Telemetry", """{ "Endpoint": "http://127.0.0.1:4317" }""" },
        { "Scopes", "\"read\"" },
        { "Scopes:0", "\"read\"" },
        { "Scopes:0:Name", "\"two words\"" },
        { "Scopes:0:Name", "\"twice twice\"" },
        { "Scopes:0:Name", "\"\"" },
        { "Scopes:1:Name", "\"read\"" },
        { "Scopes:1:Title", "\"x\"" },
        { "DefaultScopes", "\"read\"" },
        { "DefaultScopes:0", "\"unknown\"" },
        { "Resources:0:Resource", "\"no uri\"" },
        { "Resources:0:Resource", "\"https://api.example.com#x\"" },
        { "Resources:0:Scopes:0", "\"unknown\"" },
        { "Resources:0:AccessTokenFormat", "\"Jwe\"" },
        { "Resources:0:AccessTokenFormat", "\"Xml\"" },
        { "Resources:0:ClientId", "\"unknown\"" },
        { "Resources:0:ClientId", "\"web\"" },
        { "Clients", "{ \"web\": {} }" },
        { "Clients:0", "{}" },
        { "Clients:0:ClientId", "\"\"" },
        { "Clients:0:ClientId", "\"wéb\"" },
        { "Clients:1:ClientId", "\"web\"" },
        { "Clients:0:ClientSecret", "null" },
        { "Clients:0:ClientSecret", "\"too-short\"" },
        { "Clients:0:ClientSecret", "\"0123456789012345678901234567890123+\"" },
        { "Clients:0:ClientSecret", "\"0123456789012345678901234567890123%41\"" },
        { "Clients:0:ClientSecret", "\"0123456789012345678901234567890123é\"" },
        { "Clients:1:ClientSecret", "\"01234567890123456789012345678901234\"" },
        { "Clients:0:Type", "\"Secret\"" },
        { "Clients:0:Type", "\"0\"" },
        { "Clients:0:Type", "null" },
        { "Clients:0:RedirectUri", "\"https://example.com/cb\"" },
        { "Clients:0:RedirectUris", "[]" },
        { "Clients:0:RedirectUris", "\"https://example.com/cb\"" },
        { "Clients:0:RedirectUris:0", "\"http://example.com/cb\"" },
        { "Clients:0:RedirectUris:0", "\"https://example.com/cb#x\"" },
        { "Clients:0:RedirectUris:0", "\"javascript:alert(1)\"" },
        { "Clients:0:RedirectUris:0", "{ \"Uri\": \"x\" }" },
        { "Clients:0:Scopes:1", "\"unknown\"" },
        { "Clients:1:GrantTypes", "[\"client_credentials\"]" },
        { "Users:0:Username", "\"\"" },
        { "Users:1:Username", "\"alice\"" },
        { "Users:1:Username", "\"carol \"" },
        { "Users:1:Username", "\"\\u00a0carol\"" },
        { "Users:1:Username", "\"ALICE\"" },
        { "Users:0:Password", "null" },
        { "Users:0:Email", "\"a@example.com\"" },
        { "BehindTlsProxy", "\"ja\"" },
        { "KnownProxies", "[\"proxy\"]" },
        { "KnownProxies", "[\"192.0.2.1\"]" },
        { "KnownProxies", "[\"10.1.2.3/8\"]" },
        { "KnownProxies", "[\"10.0.0.0/33\"]" },
        { "KnownProxies", "[\"0.0.0.0/0\"]" },
        { "KnownProxies", "[\"::/0\"]" },
        { "AccessTokenLifetime", "\"3600\"" },
        { "AccessTokenLifetime", "3600" },
        { "AccessTokenLifetime", "\"01:00:00\"" },
        { "AccessTokenLifetime", "\"-1h\"" },
        { "AccessTokenLifetime", "\"1 h\"" },
        { "AccessTokenLifetime", "\"h\"" },
        { "AccessTokenLifetime", "\"1w\"" },
        { "AccessTokenLifetime", "\"0\"" },
        { "AccessTokenLifetime", "\"36526d\"" },
        { "AccessTokenLifetime", "\"99999999999999999999d\"" },
        { "AccessTokenLifetime", "\"9000000000000000000s\"" },
        { "AccessTokenLifetime", "\"none\"" },
        { "RefreshTokenLifetime", "\"0s\"" },
        { "AuthorizationLifetime", "\"never\"" },
        { "AuthorizationLifetime", "\"0s\"" },
        { "RefreshReuseInterval", "\"61s\"" },
        { "AuthorizationCodeLifetime", "\"11m\"" },
        { "DeviceCodeLifetime", "\"2h\"" },
        { "DevicePollingInterval", "\"2m\"" },
        { "AlwaysIssueNewRefreshToken", "\"sometimes\"" },
        { "CorsAllowedHeaders", "\"DPoP\"" },
        { "CorsAllowedHeaders", "[\"two words\"]" },
        { "CorsAllowedHeaders", "[\"a\\r\\nb\"]" },
        { "CorsAllowedHeaders", "[\"a,b\"]" },
        { "Clients:0:AccessTokenLifetime", "\"60\"" },
        { "Clients:0:RefreshTokenLifetime", "\"40000d\"" },
        { "Clients:0:RequirePkce", "\"no\"" },
        { "Clients:1:RequirePkce", "false" },
        { "Clients:0:AnyLocalhostPort", "\"yes\"" },
        { "Clients:1:RedirectUris:0", "\"exampleapp:/cb\"" },
        { "Clients:0:TokenEndpointAuthMethod", "\"none\"" },
        { "Clients:0:TokenEndpointAuthMethod", "\"private_key_jwt\"" },
        { "Clients:1:TokenEndpointAuthMethod", "\"client_secret_post\"" },
        { "Clients:0:ClientSecret", "\"<openssl rand -hex 32, the secret of web>\"" },
        { "Clients:0:PreviousClientSecretExpiresAt", "\"2027-01-31T12:00:00Z\"" },
        { "Clients:0:PreviousClientSecretExpiresAt", "\"2027-01-31\"" },
        { "Clients:0:PreviousClientSecretExpiresAt", "\"2027-01-31T12:00:00\"" },
        { "Clients:0:PreviousClientSecretExpiresAt", "\"31.01.2027 12:00\"" },
        { "Clients:0:PreviousClientSecret", "\"too-short\"" },
        { "Clients:0:PreviousClientSecret", $"\"{TestConfiguration.WebSecret}\"" },
        { "Clients:1:PreviousClientSecret", "\"01234567890123456789012345678901234\"" },
        { "Clients:1:FirstParty", "true" },
        { "Clients:0:FirstParty", "\"1\"" },
        { "Clients:0:Disabled", "\"x\"" },
        { "DynamicRegistration", """{ "Mode": "Policy" }""" },
        { "DynamicRegistration", """{ "Mode": "InitialAccessToken" }""" },
        { "DynamicRegistration", """{ "Scopes": [ "unknown" ] }""" },
        { "DynamicRegistration", """{ "Mode": "InitialAccessToken", "InitialAccessTokens": [ "short" ] }""" },
        { "DynamicRegistration", """{ "Mode": "InitialAccessToken", "InitialAccessTokens": [ "<a token: openssl rand -hex 32>" ] }""" },
        { "DynamicRegistration", """{ "InitialAccessTokens": [ "0123456789012345678901234567890123" ] }""" },
        { "DynamicRegistration", """{ "GrantTypes": [ "implicit" ] }""" },
        { "DynamicRegistration", """{ "UnusedAfter": "59m" }""" },
        { "DynamicRegistration", """{ "Other": 1 }""" },
        { "Users:0:Disabled", "\"x\"" },
        { "Users:0:Password", "\"<the password of alice>\"" },
    };

    [Theory]
    [MemberData(nameof(WrongSettings))]
    public void A_wrong_setting_is_refused_by_its_full_key(string key, string value)
    {
        var configuration = TestConfiguration.Create();
        Set(configuration.Server(), key.Split(':'), JsonNode.Parse(value));

        var refused = Assert.Throws<StartException>(() => Read(configuration));

        Assert.Contains(refused.Problems, problem => problem.StartsWith($"OAuth2Server:{key}", StringComparison.Ordinal));
        Assert.All(refused.Problems, problem =>
        {
            Assert.DoesNotContain(TestConfiguration.WebSecret, problem, StringComparison.Ordinal);
            Assert.DoesNotContain("0123456789012345678901234567890123", problem, StringComparison.Ordinal);
            Assert.DoesNotContain(TestConfiguration.AlicePassword, problem, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void All_problems_are_reported_together()
    {
        var configuration = TestConfiguration.Create();
        configuration.Server()["Isuer"] = "x";
        configuration.Client(0)["ClientSecret"] = "short";
        configuration.Client(1)["Scopes"] = new JsonArray("unknown");

        var refused = Assert.Throws<StartException>(() => Read(configuration));

        Assert.Equal(3, refused.Problems.Count);
    }

    [Fact]
    public void BehindTlsProxy_needs_an_https_issuer()
    {
        var configuration = TestConfiguration.Create();
        configuration.Server()["BehindTlsProxy"] = true;
        Assert.Throws<StartException>(() => Read(configuration));

        configuration.Server()["Issuer"] = "https://auth.example.com";
        Assert.True(Read(configuration).BehindTlsProxy);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5000", true)]
    [InlineData("http://127.0.0.2:5000", true)]
    [InlineData("http://localhost:5000", true)]
    [InlineData("http://[::1]:5000", true)]
    [InlineData("https://0.0.0.0:5001", true)]
    [InlineData("http://unix:/tmp/oauth2.sock", true)]
    [InlineData("http://0.0.0.0:5000", false)]
    [InlineData("http://[::]:5000", false)]
    [InlineData("http://*:5000", false)]
    [InlineData("http://+:5000", false)]
    [InlineData("http://192.0.2.1:5000", false)]
    [InlineData("http://auth.example.com:5000", false)]
    [InlineData("http://127.0.0.1.example.com:5000", false)]
    [InlineData("http://127.0.0.1:5000;http://0.0.0.0:5001", false)]
    public void Plain_http_is_for_loopback_unless_a_proxy_is_declared(string urls, bool accepted)
    {
        var addresses = ListenAddress.Read(new ConfigurationBuilder().AddInMemoryCollection([new("urls", urls)]).Build());
        var direct = new HostSettings { Issuer = "https://auth.example.com" };

        var refused = Record.Exception(() => PlainHttp.Refuse(addresses, direct));
        if (accepted) Assert.Null(refused);
        else Assert.Contains("BehindTlsProxy", Assert.IsType<StartException>(refused).Message, StringComparison.Ordinal);
        PlainHttp.Refuse(addresses, direct with { BehindTlsProxy = true });
    }

    [Theory]
    [InlineData("http_ports", "8080")]
    [InlineData("Kestrel:Endpoints:Public:Url", "http://0.0.0.0:8080")]
    public void Every_way_to_set_an_address_is_checked(string key, string value)
    {
        var addresses = ListenAddress.Read(new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build());

        Assert.Throws<StartException>(() => PlainHttp.Refuse(addresses, new() { Issuer = "https://auth.example.com" }));
    }

    private static string Store(string provider, string? connection) =>
        new JsonObject { ["Provider"] = provider, ["ConnectionString"] = connection }.ToJsonString();

    private static HostSettings Read(JsonObject configuration)
    {
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(configuration.ToJsonString()));
        return SettingsReader.Read(new ConfigurationBuilder().AddJsonStream(json).Build());
    }

    private static void Set(JsonNode node, string[] path, JsonNode? value)
    {
        foreach (var key in path[..^1]) node = int.TryParse(key, out var index) ? node[index]! : node[key]!;
        if (int.TryParse(path[^1], out var last)) node[last] = value;
        else node[path[^1]] = value;
    }
}
