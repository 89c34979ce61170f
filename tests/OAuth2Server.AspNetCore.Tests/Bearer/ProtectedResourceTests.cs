using Microsoft.Extensions.Time.Testing;
using OAuth2Server.Jwt.Tests.Reading;

namespace OAuth2Server.AspNetCore.Tests.Bearer;

/// <summary>What a resource publishes about itself, and how a client without a token finds it (RFC 9728).</summary>
[RfcSection("RFC 9728", "3.2")]
public sealed class ProtectedResourceTests
{
    private const string Root = "/.well-known/oauth-protected-resource";

    private readonly FakeTimeProvider _clock = new(TestIssuer.Now);

    private Task<Api> StartAsync(Action<ProtectedResourceMetadata>? configure = null, string resource = TestIssuer.Resource) =>
        Api.StartAsync(
        _clock,
        a => a.AddOAuth2Bearer(o => (o.Authority, o.Resource) = (TestIssuer.Name, resource)),
        app => app.MapProtectedResource(configure));

    [Theory]
    [InlineData("https://photos.example.com", Root, "https://photos.example.com" + Root)]
    [InlineData("https://photos.example.com/", Root, "https://photos.example.com" + Root)]
    [InlineData("https://photos.example.com/mcp", Root + "/mcp", "https://photos.example.com" + Root + "/mcp")]
    [InlineData("https://photos.example.com/a/b%20c/", Root + "/a/b c/", "https://photos.example.com" + Root + "/a/b%20c/")]
    [InlineData("https://Photos.example.com:443/{x}?tenant=1", Root + "/{x}", null)]
    [InlineData("https://photos.example.com:8443/api?tenant=1", Root + "/api", "https://photos.example.com:8443" + Root + "/api?tenant=1")]
    [RfcSection("RFC 9728", "3.1")]
    [RfcSection("RFC 9728", "5.1")]
    public async Task The_address_has_the_well_known_part_before_the_path_and_the_challenge_names_it(string resource, string path,
        string? address)
    {
        if (address is null)
        {
            // Braces stand in no URI.
            await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(resource: resource));
            return;
        }
        await using var api = await StartAsync(resource: resource);
        foreach (var found in new[] { path, Root }) Assert.Equal(resource, (await api.GetAsync(found)).MustBe(200)["resource"]);
        Assert.EndsWith($"resource_metadata=\"{address}\"", (await api.GetAsync("/a")).MustBe(401).Header("WWW-Authenticate"),
            StringComparison.Ordinal);
    }

    [Fact]
    [RfcSection("RFC 9728", "2")]
    public async Task The_document_has_what_is_known_and_no_empty_member()
    {
        await using var bare = await StartAsync();
        var answer = (await bare.GetAsync(Root + "/api")).MustBe(200);
        Assert.Equal(
            """{"resource":"https://photos.example.com/api","authorization_servers":["https://auth.example.com"],""" +
            "\"bearer_methods_supported\":[\"header\"],\"dpop_signing_alg_values_supported\":[\"ES256\",\"ES384\",\"PS256\"]}",
            answer.Text);
        Assert.Equal("application/json", answer.Header("Content-Type"));

        await using var full = await StartAsync(m =>
        {
            m.ScopesSupported = ["a", "b", "a"];
            m.AuthorizationDetailsTypesSupported = ["payment"];
            m.AuthorizationServers.Add("https://other.example.com/");
            (m.JwksUri, m.ResourceName) = ("https://photos.example.com/jwks", "Photos");
            (m.ResourceDocumentation, m.ResourcePolicyUri, m.ResourceTosUri) = ("https://d.example", "https://p.example",
                "https://t.example");
        });
        var json = (await full.GetAsync(Root)).MustBe(200);
        Assert.Equal(
            "authorization_details_types_supported authorization_servers bearer_methods_supported dpop_signing_alg_values_supported " +
            "jwks_uri resource resource_documentation resource_name resource_policy_uri resource_tos_uri scopes_supported", json.Members());
        Assert.Equal("""["payment"]""", json.Json.GetProperty("authorization_details_types_supported").GetRawText());
        Assert.Equal("""["a","b"]""", json.Json.GetProperty("scopes_supported").GetRawText());
        Assert.Equal("""["https://auth.example.com","https://other.example.com/"]""",
            json.Json.GetProperty("authorization_servers").GetRawText());
    }

    [Fact]
    [RfcSection("RFC 9728", "2")]
    public async Task The_document_tells_clients_which_tokens_must_be_bound_to_a_key()
    {
        await using var strict = await Api.StartAsync(
            _clock,
            a => a.AddOAuth2Bearer(o => (o.Authority, o.Resource, o.DPoP) = (
                TestIssuer.Name, TestIssuer.Resource, new() { RequireProof = true, Algorithms = ["ES256"] })),
            app => app.MapProtectedResource());
        var json = (await strict.GetAsync(Root)).MustBe(200).Json;
        Assert.True(json.GetProperty("dpop_bound_access_tokens_required").GetBoolean());
        Assert.Equal("""["ES256"]""", json.GetProperty("dpop_signing_alg_values_supported").GetRawText());

        await using var without = await Api.StartAsync(
            _clock,
            a => a.AddOAuth2Bearer(o => (o.Authority, o.Resource, o.DPoP) = (TestIssuer.Name, TestIssuer.Resource, null)),
            app => app.MapProtectedResource(m => m.TlsClientCertificateBoundAccessTokens = true));
        var answer = (await without.GetAsync(Root)).MustBe(200);
        Assert.Equal(
            "authorization_servers bearer_methods_supported resource tls_client_certificate_bound_access_tokens", answer.Members());
    }

    [Fact]
    public async Task The_document_is_cacheable_and_not_sent_twice()
    {
        await using var api = await StartAsync();
        var answer = (await api.GetAsync(Root)).MustBe(200);
        Assert.Equal("public, max-age=3600", answer.Header("Cache-Control"));
        var again = (await api.GetAsync(Root, ("If-None-Match", answer.Header("ETag")!))).MustBe(304);
        Assert.Empty(again.Text);
        Assert.Empty((await api.SendAsync("HEAD", Root)).MustBe(200).Text);
        Assert.Equal("GET, HEAD", (await api.SendAsync("POST", Root)).MustBe(405).Header("Allow"));
    }

    [Fact]
    public async Task Every_page_may_read_it_also_with_the_header_of_MCP()
    {
        await using var api = await StartAsync();
        var origin = ("Origin", "https://inspector.example.org");
        var answer = (await api.GetAsync(Root + "/api", origin, ("MCP-Protocol-Version", "2026-07-28"))).MustBe(200);
        Assert.Equal("*", answer.Header("Access-Control-Allow-Origin"));
        Assert.Contains("WWW-Authenticate", answer.Header("Access-Control-Expose-Headers"), StringComparison.Ordinal);
        var preflight = (await api.SendAsync(
            "OPTIONS", Root + "/api", origin, ("Access-Control-Request-Method", "GET"), ("Access-Control-Request-Headers",
            "mcp-protocol-version")))
            .MustBe(204);
        Assert.Contains("MCP-Protocol-Version", preflight.Header("Access-Control-Allow-Headers"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_resources_have_a_document_each()
    {
        await using var api = await Api.StartAsync(
            _clock,
            a => a.AddOAuth2Bearer(o => (o.Authority, o.Resource) = (TestIssuer.Name, "https://x.example.com/one"))
                .AddOAuth2Bearer("two", o => (o.Authority, o.Resource) = (TestIssuer.Name, "https://x.example.com/two"))
                .AddOAuth2Bearer("root", o => (o.Authority, o.Resource) = (TestIssuer.Name, "https://x.example.com")),
            app =>
            {
                app.MapProtectedResource();
                app.MapProtectedResource(scheme: "two");
                app.MapProtectedResource(scheme: "root");
                app.MapGet("/two", () => "two").RequireAuthorization(p => p.AddAuthenticationSchemes("two").RequireScope("b"));
                Assert.Throws<InvalidOperationException>(() => app.MapProtectedResource());
            });
        Assert.Equal("https://x.example.com/one", (await api.GetAsync(Root + "/one")).MustBe(200)["resource"]);
        Assert.Equal("https://x.example.com/two", (await api.GetAsync(Root + "/two")).MustBe(200)["resource"]);
        Assert.Equal("https://x.example.com", (await api.GetAsync(Root)).MustBe(200)["resource"]);
        (await api.GetAsync(Root + "/three")).MustBe(404);
        Assert.Equal(
            $"Bearer realm=\"{TestIssuer.Name}\", scope=\"b\", resource_metadata=\"https://x.example.com{Root}/two\"",
            (await api.GetAsync("/two")).MustBe(401).Header("WWW-Authenticate"));
    }

    [Fact]
    public async Task The_server_of_this_process_is_the_authorization_server_of_the_resource()
    {
        await using var api = await Api.StartAsync(
            _clock,
            a =>
            {
                a.Services.AddOAuth2Server(new InMemoryModel(_clock), o => o.Issuer = "https://here.example.com/x");
                a.AddOAuth2Bearer(o => (o.Resource, o.AllowFormParameter) = (TestIssuer.Resource, true));
            },
            app => app.MapProtectedResource());
        var answer = await api.GetAsync(Root);
        Assert.Equal("""["https://here.example.com/x"]""", answer.Json.GetProperty("authorization_servers").GetRawText());
        Assert.Equal("""["header","body"]""", answer.Json.GetProperty("bearer_methods_supported").GetRawText());
    }

    [Theory]
    [InlineData("")]
    [InlineData("urn:photos")]
    [InlineData("http://photos.example.com")]
    [InlineData("https://photos.example.com/#x")]
    public async Task A_resource_that_no_client_can_ask_cannot_be_published(string resource) =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(m => m.Resource = resource));

    [Fact]
    public async Task Without_published_metadata_the_challenge_names_none()
    {
        await using var api = await Api.StartAsync(
            _clock, a => a.AddOAuth2Bearer(o => (o.Authority, o.Resource) = (TestIssuer.Name, TestIssuer.Resource)));
        Assert.Equal($"Bearer realm=\"{TestIssuer.Name}\", scope=\"a\"", (await api.GetAsync("/a")).MustBe(401).Header("WWW-Authenticate"));
    }
}
