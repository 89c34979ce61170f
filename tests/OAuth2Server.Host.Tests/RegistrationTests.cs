using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OAuth2Server.Host.Tests;

/// <summary>Clients that register themselves at the host, on every store.</summary>
public sealed class RegistrationTests
{
    private const string Token = "initial-0123456789-0123456789-0123456789-01";
    private const string Metadata =
        $$"""{"client_name":"Editor","redirect_uris":["{{TestConfiguration.Callback}}"],"token_endpoint_auth_method":"none"}""";

    [Fact]
    public async Task By_default_no_client_can_register()
    {
        await using var server = await TestServer.StartAsync();
        Assert.Equal(404, (await SendAsync(server, HttpMethod.Post, "/oauth2/register", Metadata)).Status);
    }

    [Theory]
    [InlineData("Memory")]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task A_client_registers_signs_a_user_in_and_manages_its_registration(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var server = await TestServer.StartAsync(configuration =>
        {
            database.Use(configuration);
            Open(configuration);
        });
        var (status, registered) = await SendAsync(server, HttpMethod.Post, "/oauth2/register", Metadata);
        Assert.Equal((201, "read"), (status, registered.Text("scope")));

        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address, registered.Text("client_id"), null));
        await browser.SignInAsync(await browser.GetAsync("/login"));
        var consent = await browser.FollowAsync(await browser.GetAsync(client.AuthorizeUrl("read")));
        Assert.Contains("Editor", consent.Body, StringComparison.Ordinal);
        var (redeemed, tokens) = await client.RedeemAsync(await client.AllowAsync(browser, consent));
        Assert.Equal((200, 200), (redeemed, (await client.UseAsync("/demo/read", tokens.Text("access_token"))).Status));
        Assert.Contains("Editor", (await browser.GetAsync("/account")).Body, StringComparison.Ordinal);

        var address = new Uri(registered.Text("registration_client_uri")).AbsolutePath;
        var before = registered.Text("registration_access_token");
        var id = registered.Text("client_id");
        var body = Metadata.Replace("\"client_name\":\"Editor\"", $"\"client_id\":\"{id}\"", StringComparison.Ordinal);
        var (replaced, after) = await SendAsync(server, HttpMethod.Put, address, body, before);
        Assert.Equal(200, replaced);
        Assert.False(after.TryGetProperty("client_name", out _));
        Assert.Equal(401, (await SendAsync(server, HttpMethod.Get, address, null, before)).Status);
        var now = after.Text("registration_access_token");
        Assert.Equal(200, (await SendAsync(server, HttpMethod.Get, address, null, now)).Status);
        Assert.Equal(204, (await SendAsync(server, HttpMethod.Delete, address, null, now)).Status);
        Assert.Equal(401, (await client.UseAsync("/demo/read", tokens.Text("access_token"))).Status);
    }

    [Fact]
    public async Task The_initial_access_token_of_the_settings_is_demanded_and_never_logged()
    {
        await using var server = await TestServer.StartAsync(configuration =>
        {
            Open(configuration);
            configuration.Server()["DynamicRegistration"]!["Mode"] = "InitialAccessToken";
            configuration.Server()["DynamicRegistration"]!["InitialAccessTokens"] = new JsonArray(Token);
        });
        Assert.Equal(401, (await SendAsync(server, HttpMethod.Post, "/oauth2/register", Metadata)).Status);
        Assert.Equal(401, (await SendAsync(server, HttpMethod.Post, "/oauth2/register", Metadata, Token + "x")).Status);
        Assert.Equal(201, (await SendAsync(server, HttpMethod.Post, "/oauth2/register", Metadata, Token)).Status);
        Assert.DoesNotContain(Token, server.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demand_for_an_initial_access_token_wins_over_the_open_registration_that_Mcp_implies()
    {
        await using var server = await TestServer.StartAsync(configuration =>
        {
            configuration.Server()["Mcp"] = JsonNode.Parse(
                """{ "Resources": [ { "Resource": "https://mcp.example.com/mcp", "Scopes": [ "tools.use" ] } ] }""");
            configuration.Server()["DynamicRegistration"] = new JsonObject
            {
                ["Mode"] = "InitialAccessToken",
                ["InitialAccessTokens"] = new JsonArray(Token),
            };
        });
        Assert.Equal(401, (await SendAsync(server, HttpMethod.Post, "/oauth2/register", Metadata)).Status);
        Assert.Equal(401, (await SendAsync(server, HttpMethod.Post, "/oauth2/register", Metadata, Token + "x")).Status);
        var (status, registered) = await SendAsync(server, HttpMethod.Post, "/oauth2/register", Metadata, Token);
        Assert.Equal((201, "tools.use"), (status, registered.Text("scope")));
        Assert.DoesNotContain("everyone can register a client", server.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task A_restart_keeps_a_registered_client_and_does_not_warn_of_it(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        void Configure(JsonObject configuration)
        {
            database.UseWithIssuer(configuration);
            Open(configuration);
        }
        JsonElement registered;
        await using (var before = await TestServer.StartAsync(Configure))
            registered = (await SendAsync(before, HttpMethod.Post, "/oauth2/register", Metadata)).Body;
        await using var server = await TestServer.StartAsync(Configure);
        var address = new Uri(registered.Text("registration_client_uri")).AbsolutePath;
        var (status, _) = await SendAsync(server, HttpMethod.Get, address, null, registered.Text("registration_access_token"));
        Assert.Equal(200, status);
        Assert.DoesNotContain("not in the configuration", server.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Open")]
    [InlineData("Off")]
    public async Task An_open_registration_is_a_warning_at_start(string mode)
    {
        await using var server = await TestServer.StartAsync(configuration =>
        {
            Open(configuration);
            configuration.Server()["DynamicRegistration"]!["Mode"] = mode;
        });
        Assert.Equal(mode == "Open", server.Log.Text.Contains("everyone can register a client", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_grant_that_only_registered_clients_can_have_is_enabled()
    {
        await using var server = await TestServer.StartAsync(configuration =>
        {
            Open(configuration);
            configuration.Server()["Clients"] = new JsonArray();
            configuration.Server()["DynamicRegistration"]!["GrantTypes"] = new JsonArray("client_credentials");
        });
        const string Json = """{"grant_types":["client_credentials"]}""";
        var (status, registered) = await SendAsync(server, HttpMethod.Post, "/oauth2/register", Json);
        Assert.Equal(201, status);
        var client = new OAuthClient(server.Address, registered.Text("client_id"), registered.Text("client_secret"));
        Assert.Equal(200, (await client.ClientCredentialsAsync()).Status);
    }

    private static void Open(JsonObject configuration) => configuration.Server()["DynamicRegistration"] = new JsonObject
    {
        ["Mode"] = "Open",
        ["Scopes"] = new JsonArray("read"),
    };

    private static async Task<(int Status, JsonElement Body)> SendAsync(
        TestServer server, HttpMethod method, string path, string? json, string? token = null)
    {
        using var http = Browser.NewHttp(server.Address);
        using var request = new HttpRequestMessage(method, path);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, body.StartsWith('{') ? JsonDocument.Parse(body).RootElement : default);
    }
}
