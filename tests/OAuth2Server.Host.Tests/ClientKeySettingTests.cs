using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace OAuth2Server.Host.Tests;

/// <summary>The settings of clients that have a key or a certificate in the place of a secret.</summary>
public sealed class ClientKeySettingTests : IDisposable
{
    private readonly SigningClient _key = new();

    private string Keys => _key.JwksText;

    public void Dispose() => _key.Dispose();

    [Fact]
    public void A_client_with_a_key_needs_no_secret_and_has_every_member()
    {
        var settings = Read(c =>
        {
            Use(c, "private_key_jwt");
            c["Jwks"] = Keys;
            c["TokenEndpointAuthSigningAlg"] = "es256";
            c["AcceptsEndpointAudience"] = true;
            c["DPoPBoundAccessTokens"] = true;
            c["RequirePushedAuthorizationRequests"] = true;
            c["RequireSignedRequestObject"] = true;
            c["RequestObjectSigningAlg"] = "ES256";
            c["Profile"] = "OAuth21";
        });
        var (client, secret) = (settings.Clients[0].Client, settings.Clients[0].Secret);
        Assert.Null(secret);
        Assert.Equal((Keys, "ES256", "ES256"), (client.Jwks, client.TokenEndpointAuthSigningAlg, client.RequestObjectSigningAlg));
        Assert.Equal(["private_key_jwt"], client.AuthenticationMethods);
        Assert.True(client is
        {
            AcceptsEndpointAudience: true, DPoPBoundAccessTokens: true, RequirePushedAuthorizationRequests: true,
            RequireSignedRequestObject: true, JwksUri: null, Profile: SecurityProfile.OAuth21,
        });
        Assert.Contains(settings.Findings, finding => finding.Id == "endpoint-audience");
    }

    [Fact]
    public void Keys_come_from_a_file_or_an_address_too()
    {
        using var file = new KeyFile(Keys);
        Assert.Equal(Keys, Read(c => Use(c, "private_key_jwt")["JwksFile"] = file.Path).Clients[0].Client.Jwks?.TrimEnd('\n'));
        var address = "https://service.example.com/jwks.json";
        Assert.Equal(address, Read(c => Use(c, "private_key_jwt")["JwksUri"] = address).Clients[0].Client.JwksUri);
    }

    [Fact]
    public void The_members_of_the_server_come_from_its_settings()
    {
        var settings = ReadAll(c =>
        {
            c["RequirePushedAuthorizationRequests"] = true;
            c["PushedRequestLifetime"] = "90s";
            c["Profile"] = "rfc9700";
            c["DPoP"] = JsonNode.Parse("""{ "RequireProof": true, "RequireNonce": true, "ProofLifetime": "30s" }""");
        });
        var (options, proofs) = (new OAuth2ServerOptions(), new Jwt.DPoPOptions());
        settings.Tokens.SetTo(options);
        settings.DPoP.SetTo(proofs);
        Assert.Equal((true, TimeSpan.FromSeconds(90)), (options.RequirePushedAuthorizationRequests, options.PushedRequestLifetime));
        Assert.Equal((true, true, TimeSpan.FromSeconds(30)), (proofs.RequireProof, proofs.RequireNonce, proofs.ProofLifetime));
        Assert.Equal((SecurityProfile.Rfc9700, true), (settings.Profile, settings.DPoP.Enabled));
    }

    [Theory]
    [InlineData("Jwks", "no json", "is no JSON text.")]
    [InlineData("Jwks", "[]", "is no key set")]
    [InlineData("Jwks", """{"keys":[]}""", "has no key that can be used")]
    [InlineData("Jwks", """{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]}""", "has no key that can be used")]
    [InlineData("Jwks", """{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA","d":"AA"}]}""", "has a private or secret key")]
    [InlineData("Jwks", """{"keys":[{"kty":"oct","k":"AA"}]}""", "has a private or secret key")]
    [InlineData("JwksFile", "no/such/file", "names no/such/file, which cannot be read")]
    [InlineData("JwksUri", "http://service.example.com/jwks", "is not an https URL")]
    [InlineData("TokenEndpointAuthSigningAlg", "HS256", "must be")]
    [InlineData("Profile", "Fapi1", "must be None or OAuth21 or Rfc9700 or Fapi2")]
    public void A_value_that_cannot_work_is_refused(string key, string value, string problem) =>
        Refuses($"OAuth2Server:Clients:0:{key} ", problem, c => Use(c, "private_key_jwt")[key] = value);

    [Fact]
    public void What_a_method_needs_must_be_there()
    {
        Refuses("OAuth2Server:Clients:0:TokenEndpointAuthMethod names private_key_jwt, which needs the public keys",
            "set JwksUri, JwksFile or Jwks", c => Use(c, "private_key_jwt"));
        Refuses("OAuth2Server:Clients:0:TokenEndpointAuthMethod names self_signed_tls_client_auth, which needs", "Jwks",
            c => Use(c, "self_signed_tls_client_auth"));
        Refuses("OAuth2Server:Clients:0:TokenEndpointAuthMethod names tls_client_auth, which needs the name", "TlsClientAuthSanEmail",
            c => Use(c, "tls_client_auth"));
        Refuses("OAuth2Server:Clients:0:RequireSignedRequestObject is set, but the client has no keys", "Jwks",
            c => c["RequireSignedRequestObject"] = true);
        Refuses("OAuth2Server:Clients:0:ClientSecret must not be set", "private_key_jwt", c =>
        {
            Use(c, "private_key_jwt")["Jwks"] = Keys;
            c["ClientSecret"] = TestConfiguration.WebSecret;
        });
        Refuses("OAuth2Server:Clients:0:AcceptsEndpointAudience is set, but", "private_key_jwt", c => c["AcceptsEndpointAudience"] = true);
        Refuses("OAuth2Server:Clients:1:TokenEndpointAuthMethod must be none", "a public client cannot authenticate",
            c => c.Parent![1]!["TokenEndpointAuthMethod"] = "private_key_jwt");
        Refuses("OAuth2Server:Clients:0:DPoPBoundAccessTokens is true, but", "DPoP:Enabled is false", c =>
        {
            c["DPoPBoundAccessTokens"] = true;
            c.Root["OAuth2Server"]!["DPoP"] = new JsonObject { ["Enabled"] = false };
        });
        Refuses("OAuth2Server:Clients:0:DPoPBoundAccessTokens must not be set together", "TlsClientCertificateBoundAccessTokens", c =>
        {
            (c["DPoPBoundAccessTokens"], c["TlsClientCertificateBoundAccessTokens"]) = (true, true);
            c.Root["OAuth2Server"]!["MutualTls"] = new JsonObject { ["Enabled"] = true };
        });
    }

    [Fact]
    public void Keys_in_two_places_are_refused() => Refuses(
        "OAuth2Server:Clients:0:Jwks must not be set together with JwksUri", "RFC 7591 §2", c =>
        {
            Use(c, "private_key_jwt")["Jwks"] = Keys;
            c["JwksUri"] = "https://service.example.com/jwks.json";
        });

    [Fact]
    public async Task A_client_gets_tokens_with_a_key_in_the_place_of_a_secret_once_for_each_assertion()
    {
        await using var server = await TestServer.StartAsync(c =>
        {
            var client = Use(c.Client(2), "private_key_jwt");
            client["GrantTypes"] = new JsonArray("client_credentials");
            client["Jwks"] = Keys;
        });
        Assert.Equal((200, 401), (await _key.GetTokenAsync(server, "legacy"), await _key.GetTokenAsync(server, "legacy")));
    }

    [Fact]
    public async Task A_client_that_breaks_a_rule_of_the_profile_stops_the_start()
    {
        var refused = await Assert.ThrowsAsync<StartException>(() => TestServer.StartAsync(c => c.Client(0)["Profile"] = "Fapi2"));
        Assert.Contains(refused.Problems, problem => problem.StartsWith("The client web breaks a rule of the profile Fapi2.",
            StringComparison.Ordinal));
    }

    private static JsonObject Use(JsonObject client, string method)
    {
        client.Remove("ClientSecret");
        client["TokenEndpointAuthMethod"] = method;
        return client;
    }

    private static void Refuses(string begin, string contains, Action<JsonObject> change)
    {
        var refused = Assert.Throws<StartException>(() => Read(change));
        Assert.Contains(refused.Problems, problem => problem.StartsWith(begin, StringComparison.Ordinal)
            && problem.Contains(contains, StringComparison.Ordinal));
    }

    private static HostSettings Read(Action<JsonObject> change) => ReadAll(server => change(server["Clients"]![0]!.AsObject()));

    private static HostSettings ReadAll(Action<JsonObject> change)
    {
        var configuration = TestConfiguration.Create();
        change(configuration.Server());
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(configuration.ToJsonString()));
        return SettingsReader.Read(new ConfigurationBuilder().AddJsonStream(json).Build());
    }
}
