using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OAuth2Server.OpenIdConnect.Tests.Registration;

/// <summary>A client registers what OpenID Connect has beside RFC 7591.</summary>
public sealed class RegisteredMembersTests
{
    private const string Known = """
        {
          "redirect_uris": ["https://client.example.net/cb"],
          "id_token_signed_response_alg": "ES256",
          "subject_type": "pairwise",
          "post_logout_redirect_uris": ["https://client.example.net/out"],
          "backchannel_logout_uri": "https://client.example.net/logout",
          "backchannel_logout_session_required": true,
          "frontchannel_logout_uri": "https://client.example.net/frame",
          "frontchannel_logout_session_required": true,
          "default_max_age": 3600,
          "scope": "openid"
        }
        """;

    [Fact]
    public async Task Every_member_comes_back()
    {
        await using var server = await StartAsync();
        var (status, answer) = await RegisterAsync(server, JsonNode.Parse(Known)!.AsObject());
        Assert.Equal(201, status);
        foreach (var (name, value) in JsonNode.Parse(Known)!.AsObject())
            Assert.True(JsonNode.DeepEquals(value, JsonNode.Parse(answer.GetProperty(name).GetRawText())), name);
    }

    [Theory]
    [InlineData("id_token_signed_response_alg", "\"none\"")]
    [InlineData("id_token_signed_response_alg", "\"HS256\"")]
    [InlineData("id_token_signed_response_alg", "[]")]
    [InlineData("subject_type", "\"other\"")]
    [InlineData("redirect_uris", """["https://client.example.net/cb","https://other.example.net/cb"]""")]
    [InlineData("redirect_uris", """["http://127.0.0.1/cb"]""")]
    [InlineData("post_logout_redirect_uris", """["javascript:alert(1)"]""")]
    [InlineData("post_logout_redirect_uris", "\"https://client.example.net/out\"")]
    [InlineData("backchannel_logout_uri", "\"http://127.0.0.1/logout\"")]
    [InlineData("frontchannel_logout_uri", "\"https://other.example.net/frame\"")]
    [InlineData("default_max_age", "-1")]
    [InlineData("default_max_age", "\"1\"")]
    [InlineData("backchannel_logout_session_required", "\"true\"")]
    public async Task A_wrong_value_is_refused(string member, string value)
    {
        await using var server = await StartAsync();
        var json = JsonNode.Parse(Known)!.AsObject();
        json[member] = JsonNode.Parse(value);
        var (status, answer) = await RegisterAsync(server, json);
        Assert.Equal((400, "invalid_client_metadata"), (status, answer.GetProperty("error").GetString()));
    }

    [Fact]
    public async Task Absent_members_are_left_out()
    {
        await using var server = await StartAsync();
        var json = new JsonObject { ["redirect_uris"] = new JsonArray("https://client.example.net/cb"), ["subject_type"] = null };
        var (status, answer) = await RegisterAsync(server, json);
        Assert.Equal(201, status);
        foreach (var name in (string[])["id_token_signed_response_alg", "subject_type", "backchannel_logout_uri", "default_max_age"])
            Assert.False(answer.TryGetProperty(name, out _), name);
    }

    private static Task<TestServer> StartAsync() => Site.StartAsync(configuration =>
    {
        configuration.Server()["DynamicRegistration"] = new JsonObject { ["Mode"] = "Open", ["Scopes"] = new JsonArray("openid") };
        configuration.Server()["OpenIdConnect"] = new JsonObject { ["PairwiseSalt"] = new string('s', 32) };
    });

    private static async Task<(int Status, JsonElement Body)> RegisterAsync(TestServer server, JsonObject metadata)
    {
        using var http = new HttpClient { BaseAddress = new(server.Address) };
        using var content = new StringContent(metadata.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await http.PostAsync("/oauth2/register", content, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, JsonDocument.Parse(body).RootElement);
    }
}
