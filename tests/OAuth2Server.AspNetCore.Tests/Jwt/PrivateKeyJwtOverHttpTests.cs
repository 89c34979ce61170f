using System.Text.Json;
using Microsoft.Extensions.Options;
using OAuth2Server.Jwt;

namespace OAuth2Server.AspNetCore.Tests.Jwt;

/// <summary>Clients that sign, as an application registers them.</summary>
[RfcSection("RFC 7523", "2.2")]
public sealed class PrivateKeyJwtOverHttpTests : SiteTests
{
    private readonly AssertionKey _key = new();

    private static readonly Parameters Request = Known.WebAuthorization.With("client_id", "service").With("scope", "a");

    [Fact]
    [RfcSection("RFC 9126", "2")]
    [RfcSection("RFC 8628", "3.1")]
    public async Task A_client_that_signs_is_authenticated_at_every_endpoint_that_clients_authenticate_at()
    {
        var site = StartWithClient();
        var token = (await FormAsync(site, "/oauth2/token", Signed(Known.ClientCredentials))).MustIssue().AccessToken;
        Assert.Equal("service", (await FormAsync(site, "/oauth2/introspect", Signed([("token", token)]))).MustBe(200)["client_id"]);
        (await FormAsync(site, "/oauth2/revoke", Signed([("token", token)]))).MustRevoke();
        Assert.NotNull((await FormAsync(site, "/oauth2/par", Signed(Request))).MustBe(201)["request_uri"]);
        Assert.NotEmpty((await FormAsync(site, "/oauth2/device_authorization", Signed([("scope", "a")]))).MustBe(200).DeviceCode);
        Assert.Contains("false", (await FormAsync(site, "/oauth2/introspect", Signed([("token", token)]))).MustBe(200).Text,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token")]
    [InlineData("introspect")]
    [InlineData("revoke")]
    [InlineData("par")]
    [InlineData("device_authorization")]
    [RfcSection("RFC 7523", "3")]
    public async Task Every_refusal_is_the_same_401(string endpoint)
    {
        var site = StartWithClient();
        var used = Signed([("token", "x"), .. Known.ClientCredentials, .. Request.Without("scope").Without("client_id")]);
        await FormAsync(site, "/oauth2/" + endpoint, used);
        foreach (var wrong in (Parameters[])
        [
            used, Signed(Known.ClientCredentials, "https://attacker.example"),
            Signed(Known.ClientCredentials, Known.Issuer + "/oauth2/token"),
            Signed(Known.ClientCredentials, id: "unknown"), Signed(Known.ClientCredentials, id: "web"),
            [.. Known.ClientCredentials, ("client_assertion_type", PrivateKeyJwt.AssertionType), ("client_id", "service")],
        ])
        {
            var answer = (await FormAsync(site, "/oauth2/" + endpoint, wrong)).MustRefuse("invalid_client", 401);
            Assert.Equal("Client authentication failed.", answer["error_description"]);
        }
    }

    [Fact]
    [RfcSection("RFC 8414", "2")]
    public async Task The_metadata_lists_the_method_and_the_algorithms_of_each_endpoint()
    {
        var site = Start(server: s => Builder(s).AddClientCredentials()
            .AddPrivateKeyJwt(o => o.Algorithms = ["PS256", "ES256"]));
        var metadata = (await new Browser(site).GetAsync(Known.Metadata)).MustBe(200).Json;
        foreach (var endpoint in (string[])["token", "revocation", "introspection"])
        {
            Assert.Contains("private_key_jwt", Texts(metadata, endpoint + "_endpoint_auth_methods_supported"));
            Assert.Equal(["PS256", "ES256"], Texts(metadata, endpoint + "_endpoint_auth_signing_alg_values_supported"));
        }
        var without = (await new Browser(Start(server: s => Builder(s).AddClientCredentials())).GetAsync(Known.Metadata)).MustBe(200);
        Assert.DoesNotContain("signing_alg", without.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_sender_is_shared_and_a_method_that_is_added_twice_is_one()
    {
        var site = Start(server: s => Builder(s).AddClientCredentials().AddAuthorizationCode()
            .AddPrivateKeyJwt().AddPrivateKeyJwt(o => o.ClockSkew = TimeSpan.FromSeconds(10)).AddRequestObjects().AddRequestObjects()
            .ConfigureOutbound(o => o.Timeout = TimeSpan.FromSeconds(1)));
        Assert.Single(site.Services.GetServices<IClientAuthenticationMethod>(), method => method is PrivateKeyJwt);
        Assert.IsType<RequestObjects>(Assert.Single(site.Services.GetServices<IRequestObjectReader>()));
        Assert.Same(site.Services.GetRequiredService<ClientKeys>(), site.Services.GetRequiredService<ClientKeys>());
        Assert.Equal(TimeSpan.FromSeconds(10), site.Services.GetRequiredService<ClientAssertionOptions>().ClockSkew);
        Assert.Equal(TimeSpan.FromSeconds(1), site.Services.GetRequiredService<IOptions<OutboundOptions>>().Value.Timeout);
        Assert.Single(site.Services.GetServices<OutboundHttp>());
    }

    [Theory]
    [InlineData("ClientAssertionOptions.MaxLifetime")]
    [InlineData("RequestObjectOptions.ClockSkew")]
    [InlineData("ClientDocumentOptions.MaxFetches")]
    [InlineData("OutboundOptions.Timeout")]
    public void Wrong_settings_stop_the_start(string setting)
    {
        var error = Assert.ThrowsAny<Exception>(() => Start(server: s => Builder(s).AddClientCredentials()
            .AddPrivateKeyJwt(o => o.MaxLifetime = setting.EndsWith("MaxLifetime", StringComparison.Ordinal) ? default : o.MaxLifetime)
            .AddRequestObjects(o => o.ClockSkew = setting.EndsWith("ClockSkew", StringComparison.Ordinal) ? default : o.ClockSkew)
            .AddClientKeys(o => o.MaxFetches = setting.EndsWith("MaxFetches", StringComparison.Ordinal) ? 0 : o.MaxFetches)
            .ConfigureOutbound(o => o.Timeout = setting.EndsWith("Timeout", StringComparison.Ordinal) ? default : o.Timeout)));
        Assert.Contains(setting, error.ToString(), StringComparison.Ordinal);
    }

    private Site StartWithClient()
    {
        Setup.Store.AddClient(new()
        {
            Id = "service",
            Type = ClientType.Confidential,
            GrantTypes = ["client_credentials", "authorization_code", DeviceCodeGrant.Name],
            RedirectUris = [Known.WebUri],
            Scope = Scope.Of("a"),
            AuthenticationMethods = [PrivateKeyJwt.MethodName],
            Jwks = _key.Jwks,
        });
        return Start(server: s => Builder(s).AddClientCredentials().AddAuthorizationCode().AddDeviceCode().AddPrivateKeyJwt());
    }

    private Parameters Signed(Parameters form, string audience = Known.Issuer, string id = "service") =>
        _key.Sign(form, id, Setup.Clock.GetUtcNow(), audience);

    private static string[] Texts(JsonElement json, string name) =>
        [.. json.GetProperty(name).EnumerateArray().Select(one => one.GetString()!)];
}
