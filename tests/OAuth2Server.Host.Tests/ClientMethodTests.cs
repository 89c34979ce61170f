using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace OAuth2Server.Host.Tests;

/// <summary>The setting <c>AuthenticationMethods</c> of a client, beside <c>TokenEndpointAuthMethod</c> for a single method.</summary>
public sealed class ClientMethodTests : IDisposable
{
    private const string List = "OAuth2Server:Clients:0:AuthenticationMethods";
    private const string Single = "OAuth2Server:Clients:0:TokenEndpointAuthMethod";

    private readonly SigningClient _key = new();

    public static TheoryData<string> Stores => ["Sqlite", "PostgreSql"];

    public void Dispose() => _key.Dispose();

    [Fact]
    public void A_client_has_each_method_of_the_list()
    {
        Assert.Equal(["client_secret_basic", "client_secret_post"], MethodsOf(c => Use(c, "Client_Secret_Basic", "client_secret_post")));
        Assert.Equal(["client_secret_post", "private_key_jwt"], MethodsOf(c =>
        {
            Use(c, "client_secret_post", "private_key_jwt");
            c["Jwks"] = _key.JwksText;
        }));
        Assert.Equal(
            ["client_secret_post"], MethodsOf(c => Use(c, "client_secret_post")["TokenEndpointAuthMethod"] = "client_secret_post"));
        Assert.Equal(["none"], Read(c => Use(c.Parent![1]!.AsObject(), "none")).Clients[1].Client.AuthenticationMethods);
        Assert.Empty(MethodsOf(_ => { }));
    }

    [Fact]
    public void The_list_is_read_from_environment_variables_too()
    {
        var configuration = TestConfiguration.Create();
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(configuration.ToJsonString()));
        var settings = SettingsReader.Read(new ConfigurationBuilder().AddJsonStream(json).AddInMemoryCollection(
        [
            new(List + ":0", "client_secret_post"), new(List + ":1", "client_secret_basic"),
        ]).Build());
        Assert.Equal(["client_secret_post", "client_secret_basic"], settings.Clients[0].Client.AuthenticationMethods);
    }

    [Fact]
    public void A_list_that_cannot_work_is_refused_with_its_key()
    {
        Refuses(List + " is empty: name at least one method", c => Use(c));
        Refuses(List + " must be a list.", c => c["AuthenticationMethods"] = "private_key_jwt");
        Refuses(List + ":1 must be client_secret_basic or", c => Use(c, "client_secret_basic", "client_secret_jwt"));
        Refuses(List + " has client_secret_basic twice.", c => Use(c, "client_secret_basic", "client_secret_basic"));
        Refuses(List + " must not be none: a confidential client", c => Use(c, "client_secret_basic", "none"));
        Refuses("OAuth2Server:Clients:1:AuthenticationMethods must be none: a public client",
            c => Use(c.Parent![1]!.AsObject(), "none", "client_secret_post"));
    }

    [Theory]
    [InlineData("client_secret_basic")]
    [InlineData("client_secret_post client_secret_basic")]
    public void Both_settings_that_say_different_things_are_refused(string list) =>
        Refuses(Single + " is client_secret_post, but AuthenticationMethods has other methods: remove one of the two settings.",
            c => Use(c, list.Split(' '))["TokenEndpointAuthMethod"] = "client_secret_post");

    /// <summary>Each check looks at every method of the list, also at the last one.</summary>
    [Fact]
    public void What_one_method_of_the_list_needs_must_be_there()
    {
        Refuses(List + " names private_key_jwt, which needs the public keys", c => Use(c, "client_secret_post", "private_key_jwt"));
        Refuses(List + " names self_signed_tls_client_auth, which needs", c => Use(c, "private_key_jwt", "self_signed_tls_client_auth"));
        Refuses(List + " names tls_client_auth, which needs the name", c => Use(c, "client_secret_post", "tls_client_auth"));
        Refuses("OAuth2Server:Clients:0 needs certificates", c => Use(c, "client_secret_post", "self_signed_tls_client_auth"));
        Refuses("OAuth2Server:MutualTls:CertificateAuthoritiesFile is missing", c =>
        {
            Use(c, "client_secret_post", "tls_client_auth")["TlsClientAuthSanDns"] = "service.example.com";
            c.Root["OAuth2Server"]!["MutualTls"] = new JsonObject { ["Enabled"] = true };
        });
        Refuses("OAuth2Server:Clients:0:ClientSecret is missing", c =>
        {
            Use(c, "private_key_jwt", "client_secret_post")["Jwks"] = _key.JwksText;
            c.Remove("ClientSecret");
        });
        Refuses("OAuth2Server:Clients:0:ClientSecret must not be set: a client with private_key_jwt and tls_client_auth", c =>
            Use(c, "private_key_jwt", "tls_client_auth")["Jwks"] = _key.JwksText);
        Refuses("OAuth2Server:Clients:0:AcceptsEndpointAudience is set, but AuthenticationMethods does not name private_key_jwt",
            c => Use(c, "client_secret_post")["AcceptsEndpointAudience"] = true);
        Refuses("OAuth2Server:Clients:0:TlsClientAuthSanDns is set, but AuthenticationMethods does not name tls_client_auth",
            c => Use(c, "client_secret_post")["TlsClientAuthSanDns"] = "service.example.com");
    }

    [Fact]
    public async Task One_method_that_the_profile_forbids_stops_the_start()
    {
        var refused = await Assert.ThrowsAsync<StartException>(() => TestServer.StartAsync(c =>
        {
            var client = Use(c.Client(0), "private_key_jwt", "client_secret_basic");
            (client["Jwks"], client["Profile"]) = (_key.JwksText, "Fapi2");
        }));
        Assert.Contains(refused.Problems, problem => problem.Contains("FAPI2-5.3.2.1-client-authentication", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_client_moves_from_a_secret_to_a_key_with_both_methods_in_between(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await StartAsync(secret: 200, key: 401, "client_secret_basic");
        await StartAsync(secret: 200, key: 200, "client_secret_basic", "private_key_jwt");
        await StartAsync(secret: 401, key: 200, "private_key_jwt");

        async Task StartAsync(int secret, int key, params string[] methods)
        {
            await using var server = await TestServer.StartAsync(c =>
            {
                database.UseWithIssuer(c);
                var client = Use(c.Client(2), methods);
                client["GrantTypes"] = new JsonArray("client_credentials");
                client["Jwks"] = _key.Jwks;
                if (methods.All(method => method == "private_key_jwt")) client.Remove("ClientSecret");
            }, clock: clock);
            var bySecret = await new OAuthClient(server.Address, "legacy", TestConfiguration.LegacySecret).ClientCredentialsAsync();
            var byKey = await _key.GetTokenAsync(server, "legacy", TestDatabase.Issuer, jti: string.Concat(methods));
            Assert.Equal((secret, key), (bySecret.Status, byKey));
        }
    }

    private static JsonObject Use(JsonObject client, params string[] methods)
    {
        client["AuthenticationMethods"] = new JsonArray([.. methods.Select(method => (JsonNode)method)]);
        return client;
    }

    private static ImmutableArray<string> MethodsOf(Action<JsonObject> change) => Read(change).Clients[0].Client.AuthenticationMethods;

    private static void Refuses(string begin, Action<JsonObject> change)
    {
        var refused = Assert.Throws<StartException>(() => Read(change));
        Assert.Contains(refused.Problems, problem => problem.StartsWith(begin, StringComparison.Ordinal));
    }

    private static HostSettings Read(Action<JsonObject> change)
    {
        var configuration = TestConfiguration.Create();
        change(configuration.Client(0));
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(configuration.ToJsonString()));
        return SettingsReader.Read(new ConfigurationBuilder().AddJsonStream(json).Build());
    }
}
