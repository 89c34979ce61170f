using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Time.Testing;
using OAuth2Server.Jwt.Tests.Reading;
using IPNetwork = System.Net.IPNetwork;

namespace OAuth2Server.AspNetCore.Tests.MutualTls;

/// <summary>An API whose authorization server is another process, and tokens that are bound to a certificate.</summary>
[RfcSection("RFC 8705", "3")]
[RfcSection("RFC 8705", "3.1")]
[RfcSection("RFC 8705", "3.2")]
public sealed class RemoteCertificateTests : IDisposable
{
    private static readonly IPAddress Proxy = IPAddress.Parse("10.0.0.1");

    private readonly FakeTimeProvider _clock = new(TestIssuer.Now);
    private readonly TestIssuer _issuer = new();
    private readonly X509Certificate2 _mine = TestAuthority.SelfSigned("CN=mine");
    private readonly X509Certificate2 _other = TestAuthority.SelfSigned("CN=other");

    public static TheoryData<string> Ways => ["keys", "introspection"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_bound_token_is_accepted_with_its_certificate_only(string way)
    {
        await using var api = await StartAsync(way);
        var token = TokenOf(way, "bound");
        (await UseAsync(api, token, ("X-Certificate", "mine"))).MustBe(200);
        MustBeInvalid(await UseAsync(api, token, ("X-Certificate", "other")));
        MustBeInvalid(await UseAsync(api, token));
        MustBeInvalid(await UseAsync(api, token, ("Client-Cert", HeaderOf(_mine))));
        (await UseAsync(api, TokenOf(way, "free"))).MustBe(200);
        (await UseAsync(api, TokenOf(way, "free"), ("X-Certificate", "other"))).MustBe(200);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    [RfcSection("RFC 9440", "2.2")]
    public async Task Behind_a_proxy_the_certificate_is_that_of_its_header(string way)
    {
        await using var api = await StartAsync(way, from: Proxy);
        var token = TokenOf(way, "bound");
        (await UseAsync(api, token, ("Client-Cert", HeaderOf(_mine)))).MustBe(200);
        MustBeInvalid(await UseAsync(api, token, ("Client-Cert", HeaderOf(_other))));
        MustBeInvalid(await UseAsync(api, token));
        // The certificate of the connection is that of the proxy.
        MustBeInvalid(await UseAsync(api, token, ("X-Certificate", "mine")));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    [RfcSection("RFC 9440", "2.2")]
    public async Task The_header_of_another_sender_is_not_read(string way)
    {
        await using var api = await StartAsync(way, from: IPAddress.Parse("10.0.0.2"));
        var token = TokenOf(way, "bound");
        MustBeInvalid(await UseAsync(api, token, ("Client-Cert", HeaderOf(_mine))));
        (await UseAsync(api, token, ("X-Certificate", "mine"), ("Client-Cert", HeaderOf(_other)))).MustBe(200);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Without_the_setting_a_bound_token_is_refused_also_with_its_certificate(string way)
    {
        await using var api = await StartAsync(way, isOn: false);
        MustBeInvalid(await UseAsync(api, TokenOf(way, "bound"), ("X-Certificate", "mine")));
        (await UseAsync(api, TokenOf(way, "free"))).MustBe(200);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [RfcSection("RFC 9728", "2")]
    public async Task The_metadata_of_the_resource_says_so(bool isOn)
    {
        await using var api = await StartAsync("keys", isOn);
        var metadata = JsonDocument.Parse((await api.GetAsync("/.well-known/oauth-protected-resource/api")).MustBe(200).Text).RootElement;
        var isSaid = metadata.TryGetProperty("tls_client_certificate_bound_access_tokens", out var said) && said.GetBoolean();
        Assert.Equal(isOn, isSaid);
    }

    public void Dispose()
    {
        _mine.Dispose();
        _other.Dispose();
    }

    private Task<Bearer.Api> StartAsync(string way, bool isOn = true, IPAddress? from = null)
    {
        var server = new ScriptedServer(_issuer);
        server.AnswerAsync("/introspect", async (request, ct) =>
        {
            var claims = ClaimsOf((await request.Content!.ReadAsStringAsync(ct)).Split('&')[0]["token=".Length..]);
            (claims["active"], claims["token_type"]) = (true, "Bearer");
            return ScriptedServer.Json(claims.ToJsonString());
        });
        return Bearer.Api.StartAsync(
            _clock,
            authentication =>
            {
                authentication.Services.AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
                authentication.AddOAuth2Bearer(o =>
                {
                    (o.Authority, o.Resource, o.BackchannelHttpHandler) = (TestIssuer.Name, TestIssuer.Resource, server);
                    if (isOn) o.TlsClientCertificateBoundAccessTokens = true;
                    if (way == "introspection") o.Introspection = new() { ClientId = "api", ClientSecret = "s" };
                });
            },
            app =>
            {
                app.Use((http, next) =>
                {
                    http.Connection.RemoteIpAddress = from;
                    http.Connection.ClientCertificate = http.Request.Headers["X-Certificate"].ToString() switch
                    {
                        "mine" => _mine,
                        "other" => _other,
                        _ => null,
                    };
                    return next(http);
                });
                if (from is not null) app.UseClientCertificateHeader(IPNetwork.Parse("10.0.0.1/32"));
                app.UseRouting().UseAuthentication().UseAuthorization();
                app.MapProtectedResource();
            });
    }

    private JsonObject ClaimsOf(string token)
    {
        var claims = TestIssuer.Claims();
        if (token == "bound")
            claims["cnf"] = new JsonObject { ["x5t#S256"] = Base64Url.EncodeToString(SHA256.HashData(_mine.RawData)) };
        return claims;
    }

    private string TokenOf(string way, string token) => way == "keys" ? _issuer.Sign(_issuer.Header, ClaimsOf(token)) : token;

    private static string HeaderOf(X509Certificate2 certificate) => $":{Convert.ToBase64String(certificate.RawData)}:";

    private static Task<Answer> UseAsync(Bearer.Api api, string token, params (string, string)[] headers) =>
        api.GetAsync("/a", [("Authorization", "Bearer " + token), .. headers]);

    private static void MustBeInvalid(Answer answer) => Assert.Contains(
        "error=\"invalid_token\"", answer.MustBe(401).Header("WWW-Authenticate"), StringComparison.Ordinal);
}
