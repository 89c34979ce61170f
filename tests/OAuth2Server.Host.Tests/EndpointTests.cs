using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace OAuth2Server.Host.Tests;

/// <summary>Revocation, introspection and metadata need no setting.</summary>
public sealed class EndpointTests
{
    private const string ApiSecret = "api-secret-0123456789-0123456789-0123456789";

    private static JsonObject Api => new() { ["ClientId"] = "api", ["Type"] = "Confidential", ["ClientSecret"] = ApiSecret };

    [Fact]
    public async Task The_metadata_names_endpoints_that_exist()
    {
        await using var server = await TestServer.StartAsync();
        var metadata = await MetadataAsync(server, "/.well-known/oauth-authorization-server");

        Assert.Equal(server.Address, metadata.Text("issuer"));
        foreach (var endpoint in (string[])["token_endpoint", "revocation_endpoint", "introspection_endpoint"])
        {
            var (status, body) = await PostAsync(metadata.GetProperty(endpoint).GetString()!, null);
            Assert.Equal((401, "invalid_client"), (status, body!.Value.Text("error")));
        }
        var scopes = metadata.GetProperty("scopes_supported").EnumerateArray().Select(s => s.GetString());
        Assert.Equal(["read", "write"], scopes.Order(StringComparer.Ordinal));
        var grantTypes = metadata.GetProperty("grant_types_supported").EnumerateArray().Select(g => g.GetString());
        Assert.Equal(["authorization_code", "client_credentials", "password", "refresh_token"], grantTypes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_issuer_with_a_path_has_its_metadata_behind_the_well_known_path()
    {
        await using var server = await TestServer.StartAsync(c => c.Server()["Issuer"] = "https://auth.example.com/tenant");
        var metadata = await MetadataAsync(server, "/.well-known/oauth-authorization-server/tenant");

        Assert.Equal("https://auth.example.com/tenant", metadata.Text("issuer"));
        Assert.Equal("https://auth.example.com/tenant/oauth2/token", metadata.Text("token_endpoint"));
        var (status, _) = await PostAsync(server.Address + "/tenant/oauth2/revoke", null);
        Assert.Equal(401, status);
    }

    [Fact]
    public async Task A_client_without_grants_is_a_resource_server_for_the_resource_that_names_it()
    {
        await using var server = await TestServer.StartAsync(c =>
        {
            c.Server()["Clients"]!.AsArray().Add(Api);
            c.Server()["Resources"]![0]!["ClientId"] = "api";
            c.Server()["Resources"]!.AsArray().Add(new JsonObject { ["Resource"] = "https://other.example.com" });
        });
        var client = new OAuthClient(server.Address, "legacy", TestConfiguration.LegacySecret);
        var here = (await client.ClientCredentialsAsync(("resource", "https://api.example.com"))).Body.Text("access_token");
        var elsewhere = (await client.ClientCredentialsAsync(("resource", "https://other.example.com"))).Body.Text("access_token");

        Assert.True(await IsActiveAsync(server, here));
        Assert.False(await IsActiveAsync(server, elsewhere));
        var legacy = ("legacy", TestConfiguration.LegacySecret);
        var (revoked, body) = await PostAsync(server.Address + "/oauth2/revoke", legacy, ("token", here));
        Assert.Equal(200, revoked);
        Assert.Equal("{}", body!.Value.GetRawText());
        Assert.False(await IsActiveAsync(server, here));
    }

    [Theory]
    [InlineData("Memory")]
    [InlineData("Sqlite")]
    public async Task Introspection_has_the_name_that_the_user_signs_in_with(string provider)
    {
        await using var database = provider == "Memory" ? null : await TestDatabase.CreateAsync(provider);
        await using var server = await TestServer.StartAsync(c =>
        {
            database?.UseWithIssuer(c);
            c.Server()["Clients"]!.AsArray().Add(Api);
        });
        var client = new OAuthClient(server.Address);
        var issued = await client.GetTokensAsync(server.NewBrowser());
        var (_, body) = await PostAsync(
            server.Address + "/oauth2/introspect", ("api", ApiSecret), ("token", issued.Text("access_token")));
        Assert.Equal("alice", body!.Value.Text("username"));
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task A_token_of_one_node_introspects_refreshes_and_revokes_at_another(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var one = await TestServer.StartAsync(Configure, clock: clock);
        await using var other = await TestServer.StartAsync(Configure, clock: clock);
        var (browser, client) = (one.NewBrowser(), new OAuthClient(one.Address));
        var issued = await client.GetTokensAsync(browser);
        Assert.True(await IsActiveAsync(other, issued.Text("access_token")));

        var elsewhere = new OAuthClient(other.Address);
        var (status, refreshed) = await elsewhere.RefreshAsync(issued);
        Assert.Equal(200, status);
        var token = refreshed.Text("access_token");
        Assert.True(await IsActiveAsync(one, token));

        Assert.Equal(200, (await elsewhere.PostAsync("/oauth2/revoke", ("token", refreshed.Text("refresh_token")))).Status);
        Assert.False(await IsActiveAsync(one, token));
        Assert.Equal(401, (await client.UseAsync("/demo/read", token)).Status);
        Assert.Equal(400, (await client.RefreshAsync(refreshed)).Status);

        void Configure(JsonObject configuration)
        {
            database.UseWithIssuer(configuration);
            configuration.Server()["Clients"]!.AsArray().Add(Api);
        }
    }

    private static async Task<bool> IsActiveAsync(TestServer server, string token)
    {
        var (status, body) = await PostAsync(server.Address + "/oauth2/introspect", ("api", ApiSecret), ("token", token));
        Assert.Equal(200, status);
        return body!.Value.GetProperty("active").GetBoolean();
    }

    private static async Task<JsonElement> MetadataAsync(TestServer server, string path)
    {
        using var http = new HttpClient();
        using var response = await http.GetAsync(new Uri(server.Address + path), TestContext.Current.CancellationToken);
        var caching = response.Headers.CacheControl!.ToString().Split(", ").Order(StringComparer.Ordinal);
        Assert.Equal((200, "application/json"), ((int)response.StatusCode, response.Content.Headers.ContentType!.ToString()));
        Assert.Equal(["max-age=3600", "public"], caching);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
    }

    private static async Task<(int Status, JsonElement? Body)> PostAsync(
        string url, (string Id, string Secret)? client, params (string Name, string Value)[] fields)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = Browser.Form(fields) };
        if (client is { } basic) request.Headers.Authorization = OAuthClient.Basic(basic.Id, basic.Secret);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, text.Length == 0 ? null : JsonDocument.Parse(text).RootElement);
    }
}
