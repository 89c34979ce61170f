using Microsoft.AspNetCore.Routing;

namespace OAuth2Server.AspNetCore.Tests.Start;

/// <summary>The paths of the endpoints, and that the metadata names the same paths.</summary>
[RfcSection("RFC 8414", "3.1")]
public sealed class EndpointMappingTests : SiteTests
{
    private const string Tenant = Known.Issuer + "/tenant";

    private static Task<Answer> GetAsync(Site site, string path) => new Browser(site).GetAsync(path);

    private static async Task<bool> IsTokenEndpointAsync(Site site, Answer metadata) =>
        (await new Browser(site).PostAsync(metadata["token_endpoint"]!, ("grant_type", "client_credentials"))) is { Status: 401 } answer
        && answer["error"] == "invalid_client";

    [Theory]
    [InlineData("/connect", "/connect")]
    [InlineData("connect/", "/connect")]
    [InlineData("/a/b", "/a/b")]
    [InlineData("", "")]
    [InlineData("/", "")]
    public async Task The_metadata_knows_the_prefix(string prefix, string path)
    {
        var site = Start(endpoints: e => e.MapOAuth2Server(prefix));
        var metadata = (await GetAsync(site, Known.Metadata)).MustBe(200);
        Assert.Equal($"{Known.Issuer}{path}/token", metadata["token_endpoint"]);
        Assert.True(await IsTokenEndpointAsync(site, metadata));
    }

    [Fact]
    public async Task An_application_under_a_path_base_answers_for_an_issuer_with_that_path()
    {
        Setup.Options.Issuer = Tenant;
        var site = Start(map: app => app.UsePathBase("/tenant").UseRouting());
        foreach (var path in (string[])[Known.Metadata + "/tenant", "/tenant" + Known.Metadata])
        {
            var metadata = (await GetAsync(site, path)).MustBe(200);
            Assert.Equal((Tenant, Tenant + "/oauth2/token"), (metadata["issuer"], metadata["token_endpoint"]));
            Assert.True(await IsTokenEndpointAsync(site, metadata));
        }
        Assert.Equal(404, (await GetAsync(site, Known.Metadata)).Status);
        Assert.Equal(404, (await GetAsync(site, "/tenant" + Known.Metadata + "/tenant")).Status);
    }

    [Fact]
    public async Task An_application_that_sees_the_whole_path_maps_it()
    {
        Setup.Options.Issuer = Tenant;
        var site = Start(endpoints: e => e.MapOAuth2Server("/tenant/oauth2"));
        var metadata = (await GetAsync(site, Known.Metadata + "/tenant")).MustBe(200);
        Assert.Equal((Tenant, Tenant + "/oauth2/token"), (metadata["issuer"], metadata["token_endpoint"]));
        Assert.True(await IsTokenEndpointAsync(site, metadata));
    }

    [Fact]
    public async Task A_group_is_a_path_of_its_own()
    {
        Setup.Options.Issuer = Tenant;
        var site = Start(endpoints: e => e.MapGroup("/tenant").MapOAuth2Server());
        var metadata = (await GetAsync(site, "/tenant" + Known.Metadata)).MustBe(200);
        Assert.Equal(Tenant + "/oauth2/token", metadata["token_endpoint"]);
        Assert.True(await IsTokenEndpointAsync(site, metadata));
    }

    [Fact]
    public async Task A_prefix_with_a_route_parameter_has_no_metadata()
    {
        var site = Start(endpoints: e => e.MapOAuth2Server("/{tenant}/oauth2"));
        Assert.Equal(404, (await GetAsync(site, Known.Metadata)).Status);
        Assert.Equal("invalid_client", (await new Browser(site).PostAsync("/any/oauth2/token"))["error"]);
    }

    [Fact]
    public async Task A_HEAD_has_the_headers_and_no_body()
    {
        var site = Start();
        var get = (await GetAsync(site, Known.Metadata)).MustBe(200);
        var head = (await new Browser(site).SendAsync("HEAD", Known.Metadata)).MustBe(200);
        Assert.Empty(head.Body);
        foreach (var name in (string[])["Content-Type", "Content-Length", "Cache-Control", "ETag"])
            Assert.Equal(get.Header(name), head.Header(name));
    }

    [Fact]
    public async Task Nothing_is_said_of_the_length_of_what_is_not_sent_again()
    {
        var site = Start();
        var tag = (await GetAsync(site, Known.Metadata)).Header("ETag")!;
        Assert.Null(
            (await new Browser(site).SendAsync("GET", Known.Metadata, [("If-None-Match", tag)])).MustBe(304).Header("Content-Length"));
    }

    [Fact]
    public void What_is_said_of_the_endpoints_is_said_of_each()
    {
        var site = Start(endpoints: e => e.MapOAuth2Server().WithMetadata("said"));
        var said = site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.Contains("said"))
            .Select(e => e.RoutePattern.RawText);
        Assert.Equal(
            [
                "/.well-known/oauth-authorization-server/{**issuer}",
                "/oauth2/authorize",
                "/oauth2/device_authorization",
                "/oauth2/introspect",
                "/oauth2/par",
                "/oauth2/revoke",
                "/oauth2/token",
            ],
            said.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_the_model_cannot_do_is_not_mapped()
    {
        Setup.Model = new DelegatingModel(Setup.Store);
        var site = Start();
        Assert.DoesNotContain(
            site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>(),
            e => e.RoutePattern.RawText == "/oauth2/revoke");
    }
}
