using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace OAuth2Server.Host.Tests;

/// <summary>One setting makes a server for MCP clients; what the operator sets wins.</summary>
public sealed class McpSettingTests
{
    private const string Resource = "https://mcp.example.com/mcp";
    private const string Tools = "tools.use";
    private const string Origin = "https://inspector.example.com";

    [Fact]
    public void It_implies_the_resource_its_scopes_documents_and_registration()
    {
        var settings = Read(_ => { });
        var resource = settings.Resources[^1];
        Assert.Equal((Resource, AccessTokenFormat.Jwt), (resource.Resource, resource.AccessTokenFormat));
        Assert.Equal([Tools, "read"], resource.Scopes);
        Assert.Equal(("tools.use", "Read your data"), (settings.Scopes[Tools], settings.Scopes["read"]));
        Assert.Equal(RegistrationMode.Open, settings.Registration.Mode);
        Assert.True(settings.ClientDocuments.Enabled);
        Assert.Equal([Tools, "read"], settings.Registration.Scopes);
        Assert.Equal([Tools, "read"], settings.ClientDocuments.Scopes);
        Assert.Equal("Tool server", settings.Mcp.NameOf(Resource));
        Assert.Empty(McpFindings.Of(settings));
    }

    [Fact]
    public void What_the_operator_sets_wins()
    {
        var settings = Read(server =>
        {
            server["DynamicRegistration"] = JsonNode.Parse("""{ "Mode": "Off", "Scopes": [ "write" ] }""");
            server["ClientIdMetadataDocuments"] = JsonNode.Parse("""{ "Enabled": false, "Scopes": [ "read" ] }""");
            server["Resources"] = JsonNode.Parse($$"""[ { "Resource": "{{Resource}}", "AccessTokenFormat": "Opaque" } ]""");
            server["Scopes"]!.AsArray().Add(new JsonObject { ["Name"] = Tools, ["DisplayName"] = "Use tools" });
        });
        Assert.Equal(AccessTokenFormat.Opaque, Assert.Single(settings.Resources).AccessTokenFormat);
        Assert.Equal("Use tools", settings.Scopes[Tools]);
        Assert.Equal(RegistrationMode.Off, settings.Registration.Mode);
        Assert.False(settings.ClientDocuments.Enabled);
        Assert.Equal(["write"], settings.Registration.Scopes);
        Assert.Equal(["read"], settings.ClientDocuments.Scopes);
    }

    [Fact]
    public void Without_a_server_it_implies_nothing()
    {
        var settings = Read(server => server["Mcp"] = JsonNode.Parse("""{ "Resources": [] }"""));
        Assert.Equal((RegistrationMode.Off, false), (settings.Registration.Mode, settings.ClientDocuments.Enabled));
        Assert.Single(settings.Resources);
    }

    [Theory]
    [InlineData("Resources:0:Resource", """{ "Scopes": [ "read" ] }""")]
    [InlineData("Resources:0:Resource", """{ "Resource": "http://mcp.example.com/mcp", "Scopes": [ "read" ] }""")]
    [InlineData("Resources:0:Resource", """{ "Resource": "https://mcp.example.com/#x", "Scopes": [ "read" ] }""")]
    [InlineData("Resources:0:Resource", """{ "Resource": "urn:mcp", "Scopes": [ "read" ] }""")]
    [InlineData("Resources:0:Scopes", """{ "Resource": "https://mcp.example.com/" }""")]
    [InlineData("Resources:0:Scopes:0", """{ "Resource": "https://mcp.example.com/", "Scopes": [ "two words" ] }""")]
    [InlineData("Resources:0:Format", """{ "Resource": "https://mcp.example.com/", "Scopes": [ "read" ], "Format": "Jwt" }""")]
    public void A_wrong_value_is_refused_by_its_full_key(string key, string resource) =>
        MustRefuse(key, $$"""{ "Resources": [ {{resource}} ] }""");

    [Fact]
    public void A_server_that_is_there_twice_and_a_key_that_does_not_exist_are_refused()
    {
        const string One = """{ "Resource": "https://mcp.example.com/", "Scopes": [ "read" ] }""";
        MustRefuse("Resources", $$"""{ "Resources": [ {{One}}, {{One}} ] }""");
        MustRefuse("Enabled", """{ "Enabled": true }""");
    }

    [Theory]
    [InlineData("mcp-cors", "CorsAllowedHeaders", """[ "Content-Type" ]""")]
    [InlineData("mcp-pushed-requests", "RequirePushedAuthorizationRequests", "true")]
    [InlineData("mcp-dpop", "DPoP", """{ "RequireProof": true }""")]
    [InlineData("mcp-profile", "Profile", "\"Fapi2\"")]
    public void A_setting_with_which_mcp_clients_fail_is_a_warning(string id, string key, string value)
    {
        Assert.Equal(id, Assert.Single(McpFindings.Of(Read(server => server[key] = JsonNode.Parse(value)))).Id);
        Assert.Empty(McpFindings.Of(Read(server =>
        {
            server[key] = JsonNode.Parse(value);
            server.Remove("Mcp");
        })));
    }

    [Theory]
    [InlineData("Off", false, "write", "mcp-no-client")]
    [InlineData("Off", false, Tools, null)]
    [InlineData("Off", true, "write", null)]
    [InlineData("Open", false, "write", null)]
    public void A_server_that_no_client_can_use_is_a_warning(string mode, bool documents, string scope, string? id)
    {
        var settings = Read(server =>
        {
            server["DynamicRegistration"] = new JsonObject { ["Mode"] = mode };
            server["ClientIdMetadataDocuments"] = new JsonObject { ["Enabled"] = documents };
            foreach (var client in server["Clients"]!.AsArray()) client!["Scopes"] = new JsonArray("write");
            server["Clients"]![0]!["Scopes"] = new JsonArray(scope);
        });
        Assert.Equal(id, McpFindings.Of(settings).SingleOrDefault()?.Id);
    }

    [Fact]
    public async Task A_client_registers_names_the_resource_and_gets_a_token_for_it_and_iss()
    {
        await using var server = await TestServer.StartAsync(configuration => Add(configuration.Server()));
        var metadata = await JsonAsync(server, "/.well-known/oauth-authorization-server");
        Assert.True(metadata.GetProperty("client_id_metadata_document_supported").GetBoolean());
        Assert.True(metadata.GetProperty("authorization_response_iss_parameter_supported").GetBoolean());
        Assert.Equal("none", metadata.GetProperty("token_endpoint_auth_methods_supported")[0].GetString());
        Assert.Contains(Tools, metadata.GetProperty("scopes_supported").EnumerateArray().Select(scope => scope.GetString()));

        const string Uri = "https://client.example.com/cb";
        var registered = await JsonAsync(server, new Uri(metadata.Text("registration_endpoint")).AbsolutePath,
            $$"""{ "redirect_uris": [ "{{Uri}}" ], "token_endpoint_auth_method": "none" }""");
        Assert.Equal("read " + Tools, registered.Text("scope"));

        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address, registered.Text("client_id"), null, Uri));
        await browser.SignInAsync(await browser.GetAsync("/login"));
        var url = client.AuthorizeUrl(Tools) + "&resource=" + System.Uri.EscapeDataString(Resource);
        var page = await browser.FollowAsync(await browser.GetAsync(url));
        Assert.Contains("Tool server", page.Body, StringComparison.Ordinal);
        Assert.Contains("has not checked it", page.Body, StringComparison.Ordinal);
        var received = client.Received(await browser.SubmitAsync(page, "ticket", ("answer", "allow")));
        Assert.Equal(metadata.Text("issuer"), received["iss"]);
        var (_, tokens) = await client.RedeemAsync(received["code"]);
        var payload = tokens.Text("access_token").Split('.')[1];
        var claims = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(payload)).RootElement;
        Assert.Equal((Resource, Tools), (claims.Text("aud"), claims.Text("scope")));
    }

    [Theory]
    [InlineData("/.well-known/oauth-authorization-server")]
    [InlineData("/oauth2/jwks")]
    [InlineData("/oauth2/token")]
    [InlineData("/oauth2/register")]
    [InlineData("/oauth2/revoke")]
    public async Task Pages_of_every_origin_may_send_what_mcp_clients_send_and_read_the_challenge(string path)
    {
        await using var server = await TestServer.StartAsync(configuration => Add(configuration.Server()));
        using var http = Browser.NewHttp(server.Address);
        using var preflight = new HttpRequestMessage(HttpMethod.Options, path);
        preflight.Headers.Add("Origin", Origin);
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "mcp-protocol-version");
        using var answer = await http.SendAsync(preflight, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Contains(Header(answer, "Access-Control-Allow-Origin"), (string[])["*", Origin]);
        Assert.Contains("MCP-Protocol-Version", Header(answer, "Access-Control-Allow-Headers"), StringComparison.Ordinal);
        Assert.Contains("WWW-Authenticate", Header(answer, "Access-Control-Expose-Headers"), StringComparison.Ordinal);
        Assert.Contains("DPoP-Nonce", Header(answer, "Access-Control-Expose-Headers"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("https://127.0.0.1/client.json")]
    public async Task An_unknown_client_at_the_token_endpoint_is_401_with_a_challenge(string id)
    {
        await using var server = await TestServer.StartAsync(configuration => Add(configuration.Server()));
        using var http = Browser.NewHttp(server.Address);
        using var form = Browser.Form([("grant_type", "refresh_token"), ("refresh_token", "x"), ("client_id", id)]);
        using var answer = await http.PostAsync("/oauth2/token", form, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.NotEmpty(answer.Headers.WwwAuthenticate);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("invalid_client", body, StringComparison.Ordinal);
    }

    private static void MustRefuse(string key, string mcp)
    {
        var refused = Assert.Throws<StartException>(() => Read(server => server["Mcp"] = JsonNode.Parse(mcp)));
        Assert.Contains(refused.Problems, problem => problem.StartsWith($"OAuth2Server:Mcp:{key} ", StringComparison.Ordinal));
    }

    private static void Add(JsonObject server) => server["Mcp"] = JsonNode.Parse(
        $$"""{ "Resources": [ { "Resource": "{{Resource}}", "Name": "Tool server", "Scopes": [ "{{Tools}}", "read" ] } ] }""");

    private static HostSettings Read(Action<JsonObject> change)
    {
        var configuration = TestConfiguration.Create();
        Add(configuration.Server());
        change(configuration.Server());
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(configuration.ToJsonString()));
        return SettingsReader.Read(new ConfigurationBuilder().AddJsonStream(json).Build());
    }

    private static async Task<JsonElement> JsonAsync(TestServer server, string path, string? body = null)
    {
        using var http = Browser.NewHttp(server.Address);
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, path);
        if (body is not null) request.Content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}");
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
    }

    private static string Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";
}
