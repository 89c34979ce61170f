using System.Text.Json;

namespace OAuth2Server.OpenIdConnect.Tests.Certification;

/// <summary>Config OP: the document at <c>/.well-known/openid-configuration</c>.</summary>
[RfcSection("OpenID Discovery", "3")]
[RfcSection("OpenID Discovery", "4")]
public sealed class ConfigOpTests
{
    // Registered for OpenID providers and authorization servers (IANA, OAuth Authorization Server Metadata).
    private static readonly string[] Registered =
    [
        "issuer", "authorization_endpoint", "token_endpoint", "token_endpoint_auth_methods_supported", "jwks_uri", "userinfo_endpoint",
        "scopes_supported", "response_types_supported", "response_modes_supported", "grant_types_supported", "acr_values_supported",
        "subject_types_supported", "id_token_signing_alg_values_supported", "claim_types_supported", "claims_supported",
        "claims_parameter_supported", "request_parameter_supported", "request_uri_parameter_supported", "prompt_values_supported",
        "code_challenge_methods_supported", "authorization_response_iss_parameter_supported", "revocation_endpoint",
        "revocation_endpoint_auth_methods_supported", "introspection_endpoint", "introspection_endpoint_auth_methods_supported",
        "introspection_signing_alg_values_supported", "device_authorization_endpoint", "end_session_endpoint",
        "backchannel_logout_supported", "backchannel_logout_session_supported", "frontchannel_logout_supported",
        "frontchannel_logout_session_supported", "pushed_authorization_request_endpoint", "require_pushed_authorization_requests",
        "dpop_signing_alg_values_supported",
    ];

    [Fact, Module("oidcc-discovery-endpoint-verification")]
    public async Task The_document_is_complete_and_says_what_the_server_does()
    {
        await using var server = await Site.StartAsync();
        var answer = await server.NewBrowser().GetAsync("/.well-known/openid-configuration");
        var document = JsonDocument.Parse(answer.Body).RootElement;

        Assert.Equal(200, (int)answer.Status);
        Assert.StartsWith("application/json", answer.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Equal(server.Address, RelyingParty.Text(document, "issuer"));
        Assert.Contains("public", Texts(document, "subject_types_supported"));
        Assert.Contains("RS256", Texts(document, "id_token_signing_alg_values_supported"));
        Assert.Equal(["code"], Texts(document, "response_types_supported"));
        Assert.Equal(["query", "form_post"], Texts(document, "response_modes_supported"));
        Assert.Equal(["S256"], Texts(document, "code_challenge_methods_supported"));
        Assert.Contains("openid", Texts(document, "scopes_supported"));
        Assert.All(Texts(document, "scopes_supported"), scope => Assert.True(Scope.TryParse(scope, out _)));
        Assert.Contains("sub", Texts(document, "claims_supported"));
        Assert.True(document.GetProperty("claims_parameter_supported").GetBoolean());
        Assert.False(document.GetProperty("request_parameter_supported").GetBoolean());
        Assert.False(document.GetProperty("request_uri_parameter_supported").GetBoolean());
        Assert.Empty(document.EnumerateObject().Select(member => member.Name).Except(Registered));
    }

    [Fact, Module("oidcc-discovery-endpoint-verification")]
    public async Task Every_endpoint_is_an_https_address_of_the_issuer()
    {
        await using var server = await Site.StartAsync(c =>
        {
            c.Server()["Issuer"] = "https://auth.example.com/tenant";
            c.Server()["BehindTlsProxy"] = true;
        });
        var document = await server.NewClient().GetJsonAsync("/tenant/.well-known/openid-configuration");

        Assert.Equal("https://auth.example.com/tenant", RelyingParty.Text(document, "issuer"));
        var endpoints = document.EnumerateObject()
            .Where(member => member.Name.EndsWith("_endpoint", StringComparison.Ordinal) || member.Name == "jwks_uri");
        foreach (var endpoint in endpoints)
            Assert.StartsWith("https://auth.example.com/tenant/oauth2/", endpoint.Value.GetString(), StringComparison.Ordinal);
    }

    [Fact, Module("oidcc-discovery-endpoint-verification")]
    public async Task The_key_set_has_a_usable_key_for_each_algorithm()
    {
        await using var server = await Site.StartAsync();
        var client = server.NewClient();
        var document = await client.GetJsonAsync("/.well-known/openid-configuration");
        var keys = (await client.GetJsonAsync(new Uri(RelyingParty.Text(document, "jwks_uri")).AbsolutePath)).GetProperty("keys");

        foreach (var algorithm in Texts(document, "id_token_signing_alg_values_supported"))
            Assert.Contains(keys.EnumerateArray(), key => RelyingParty.Text(key, "alg") == algorithm && key.TryGetProperty("kid", out _));
        Assert.DoesNotContain(keys.EnumerateArray(), key => key.TryGetProperty("d", out _) || key.TryGetProperty("k", out _));
    }

    [Fact]
    public async Task The_document_is_the_same_as_that_of_RFC_8414()
    {
        await using var server = await Site.StartAsync();
        var browser = server.NewBrowser();

        var openId = await browser.GetAsync("/.well-known/openid-configuration");
        var oauth = await browser.GetAsync("/.well-known/oauth-authorization-server");

        Assert.Equal(oauth.Body, openId.Body);
    }

    [Fact]
    public async Task A_server_without_clients_that_sign_users_in_has_no_such_document()
    {
        await using var server = await TestServer.StartAsync();

        Assert.Equal(404, (int)(await server.NewBrowser().GetAsync("/.well-known/openid-configuration")).Status);
        Assert.Equal(404, (int)(await server.NewBrowser().GetAsync("/oauth2/userinfo")).Status);
    }

    private static string[] Texts(JsonElement document, string member) =>
        [.. document.GetProperty(member).EnumerateArray().Select(text => text.GetString()!)];
}
