using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Microsoft.Extensions.Configuration;

namespace OAuth2Server.Host.Tests;

/// <summary>Key sets in the configuration: a JSON object as RFC 7591 has it, or the same JSON as one text.</summary>
public sealed class KeySetSettingTests : IDisposable
{
    private readonly SigningClient _key = new();

    public void Dispose() => _key.Dispose();

    [Fact]
    public void An_object_is_the_key_set_that_it_shows()
    {
        var jwks = _key.Jwks;
        var key = jwks["keys"]![0]!.AsObject();
        (key["kid"], key["use"], key["alg"]) = ("10", "sig", "ES256");
        key["key_ops"] = new JsonArray("verify");
        key["x5c"] = new JsonArray([.. Enumerable.Range(0, 12).Select(i => (JsonNode)$"certificate-{i}")]);
        jwks["keys"]!.AsArray().Add(_key.Key());

        var read = Read(c => c["Jwks"] = jwks.DeepClone()).Clients[0].Client.Jwks;

        Assert.True(JsonNode.DeepEquals(jwks, JsonNode.Parse(read!)), read);
    }

    [Fact]
    public void An_object_is_read_from_environment_variables_too()
    {
        var settings = Read(c => c.Remove("ClientSecret"), [
            new("AuthenticationMethods:0", "private_key_jwt"),
            .. _key.Key().Select(member => KeyValuePair.Create($"Jwks:keys:0:{member.Key}", (string?)member.Value)),
        ]);
        Assert.True(JsonNode.DeepEquals(_key.Jwks, JsonNode.Parse(settings.Clients[0].Client.Jwks!)));
    }

    [Theory]
    [InlineData("""{ "kty": "EC" }""", " is no key set: it must be a JSON object with the list keys (RFC 7517 §5).")]
    [InlineData("""{ "keys": [] }""", " is no key set")]
    [InlineData("""{ "keys": "text" }""", " is no key set")]
    [InlineData("""{ "keys": { "kty": "EC" } }""", " is no key set")]
    [InlineData("""[ "text" ]""", " is no key set")]
    [InlineData("""{ "keys": [ { "kty": "EC", "crv": "P-256", "x": "AA", "y": "AA" } ] }""", " has no key that can be used")]
    public void An_object_that_is_no_key_set_is_refused(string value, string problem) =>
        Assert.Contains(Refused(c => c["Jwks"] = JsonNode.Parse(value)), one => one.StartsWith(
            "OAuth2Server:Clients:0:Jwks" + problem, StringComparison.Ordinal));

    [Fact]
    public async Task A_private_key_is_refused_and_is_not_in_the_message()
    {
        var key = _key.Key(withPrivateMember: true);
        var secret = (string)key["d"]!;
        var refused = await Assert.ThrowsAsync<StartException>(
            () => TestServer.StartAsync(c => c.Client(0)["Jwks"] = new JsonObject { ["keys"] = new JsonArray(key) }));
        Assert.StartsWith(
            "OAuth2Server:Clients:0:Jwks has a private or secret key", Assert.Single(refused.Problems), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_and_another_place_of_keys_are_refused_together() =>
        Assert.Contains(Refused(c => (c["Jwks"], c["JwksUri"]) = (_key.Jwks, "https://web.example.com/jwks")), problem =>
            problem.StartsWith("OAuth2Server:Clients:0:Jwks must not be set together with JwksUri", StringComparison.Ordinal));

    [Fact]
    public void An_object_and_a_text_at_the_same_key_are_refused() =>
        Assert.Contains(
            "OAuth2Server:Clients:0:Jwks must be a single value.",
            Assert.Throws<StartException>(() => Read(c => c["Jwks"] = _key.Jwks, [new("Jwks", _key.JwksText)])).Problems);

    [Fact]
    public async Task A_client_gets_tokens_with_a_key_of_an_object()
    {
        await using var server = await TestServer.StartAsync(c =>
        {
            var client = c.Client(2);
            client.Remove("ClientSecret");
            client["TokenEndpointAuthMethod"] = "private_key_jwt";
            client["GrantTypes"] = new JsonArray("client_credentials");
            client["Jwks"] = _key.Jwks;
        });
        Assert.Equal(200, await _key.GetTokenAsync(server, "legacy"));
        using var other = new SigningClient();
        Assert.Equal(401, await other.GetTokenAsync(server, "legacy"));
    }

    [Fact]
    public void The_keys_of_a_trusted_issuer_can_be_an_object()
    {
        var settings = Read(c =>
        {
            c.Parent![2]!["GrantTypes"]!.AsArray().Add(JwtBearerGrant.Name);
            c.Root["OAuth2Server"]!["TrustedIssuers"] = new JsonArray(new JsonObject
            {
                ["Issuer"] = "https://idp.example.com", ["Jwks"] = _key.Jwks, ["Clients"] = new JsonArray("legacy"),
                ["Scopes"] = new JsonArray("read"),
                ["Users"] = new JsonArray(new JsonObject { ["Subject"] = "1", ["Username"] = "alice" }),
            });
        });
        Assert.True(JsonNode.DeepEquals(_key.Jwks, JsonNode.Parse(Assert.Single(settings.Trusted.Issuers).Jwks!)));
    }

    [Fact]
    public void The_schema_accepts_an_object_and_a_text()
    {
        var schema = JsonSchema.FromText(SettingsSchema.Text());
        foreach (var jwks in (JsonNode[])[_key.Jwks, _key.JwksText])
        {
            var configuration = TestConfiguration.Create();
            configuration.Client(0)["Jwks"] = jwks;
            Assert.True(schema.Evaluate(configuration).IsValid);
        }
    }

    private static IReadOnlyList<string> Refused(Action<JsonObject> change) =>
        Assert.Throws<StartException>(() => Read(change)).Problems;

    /// <param name="change">Changes the first client.</param>
    /// <param name="variables">Settings of the first client from another source.</param>
    private static HostSettings Read(Action<JsonObject> change, IEnumerable<KeyValuePair<string, string?>>? variables = null)
    {
        var configuration = TestConfiguration.Create();
        change(configuration.Client(0));
        using var json = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(configuration));
        return SettingsReader.Read(new ConfigurationBuilder().AddJsonStream(json).AddInMemoryCollection(
            (variables ?? []).Select(one => KeyValuePair.Create("OAuth2Server:Clients:0:" + one.Key, one.Value))).Build());
    }
}
