using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace OAuth2Server.Host.Tests;

/// <summary>The settings of certificates of clients.</summary>
public sealed class MutualTlsSettingTests : IDisposable
{
    private readonly KeyFile _authority = new(Authority());

    public static TheoryData<string, string> Subjects => new()
    {
        { "TlsClientAuthSubjectDn", "CN=service,O=Example" }, { "TlsClientAuthSanDns", "service.example.com" },
        { "TlsClientAuthSanUri", "spiffe://example.com/service" }, { "TlsClientAuthSanIp", "2001:db8::1" },
        { "TlsClientAuthSanEmail", "service@example.com" },
    };

    public void Dispose() => _authority.Dispose();

    [Theory]
    [MemberData(nameof(Subjects))]
    public void A_certificate_has_one_name_that_can_be_one(string key, string name)
    {
        Assert.Equal(name, Read(c => WithCertificate(c)[key] = name).Clients[0].Client.TlsClientAuth?.Value);
        Refuses($"OAuth2Server:Clients:0:{key} ' ' ", "is not a", c => WithCertificate(c)[key] = " ");
        Refuses($"OAuth2Server:Clients:0:{key} is set, but ", "does not name tls_client_auth", c => Client(c)[key] = name);
        Refuses("OAuth2Server:Clients:0:TlsClientAuth", "a client has one name", c =>
        {
            WithCertificate(c)[key] = name;
            Client(c)[key == "TlsClientAuthSanDns" ? "TlsClientAuthSanIp" : "TlsClientAuthSanDns"] = "10.1.2.3";
        });
    }

    [Theory]
    [InlineData("TlsClientAuthSubjectDn", "CN=service;O=Example")]
    [InlineData("TlsClientAuthSubjectDn", "CN=\"service\"")]
    [InlineData("TlsClientAuthSanIp", "1")]
    [InlineData("TlsClientAuthSanUri", "https://example.com/\u00e4")]
    public void A_name_that_no_certificate_can_have_is_refused(string key, string name) =>
        Refuses($"OAuth2Server:Clients:0:{key} '{name}' ", "is not a", c => WithCertificate(c)[key] = name);

    [Fact]
    public void The_authorities_come_from_a_file_and_the_address_is_optional()
    {
        var settings = Read(c => c["MutualTls"]!["AliasUrl"] = "https://mtls.example.com").MutualTls;
        Assert.True(settings.Enabled);
        Assert.Single(settings.Authorities);
        Assert.Equal("https://mtls.example.com", settings.AliasUrl);
    }

    [Fact]
    public void What_cannot_be_used_is_refused_with_the_key_and_the_remedy()
    {
        Refuses("OAuth2Server:MutualTls:AliasUrl", "must be an https URL", c => c["MutualTls"]!["AliasUrl"] = "http://mtls.example.com");
        Refuses("OAuth2Server:MutualTls:CertificateAuthoritiesFile", "cannot be read", c =>
            c["MutualTls"]!["CertificateAuthoritiesFile"] = _authority.Path + ".missing");
        using var empty = new KeyFile("no certificate");
        Refuses("OAuth2Server:MutualTls:CertificateAuthoritiesFile", "has no certificate in PEM form", c =>
            c["MutualTls"]!["CertificateAuthoritiesFile"] = empty.Path);
    }

    [Fact]
    public void A_client_that_needs_what_is_off_is_refused()
    {
        Refuses("OAuth2Server:Clients:0 needs certificates", "MutualTls:Enabled", c =>
        {
            Client(c)["TlsClientCertificateBoundAccessTokens"] = true;
            c.Remove("MutualTls");
        });
        Refuses("OAuth2Server:MutualTls:CertificateAuthoritiesFile is missing", "tls_client_auth", c =>
        {
            WithCertificate(c)["TlsClientAuthSanDns"] = "service.example.com";
            c["MutualTls"]!.AsObject().Remove("CertificateAuthoritiesFile");
        });
    }

    [Fact]
    public async Task The_metadata_of_a_server_with_certificates_names_the_methods()
    {
        await using var server = await TestServer.StartAsync(c => c.Server()["MutualTls"] = MutualTls());
        using var client = new HttpClient();
        var metadata = JsonNode.Parse(await client.GetStringAsync(
            new Uri(server.Address + "/.well-known/oauth-authorization-server"), TestContext.Current.CancellationToken))!;
        Assert.True((bool)metadata["tls_client_certificate_bound_access_tokens"]!);
        var methods = metadata["token_endpoint_auth_methods_supported"]!.AsArray().Select(method => (string)method!);
        Assert.Contains("tls_client_auth", methods);
    }

    private JsonObject MutualTls() => new() { ["Enabled"] = true, ["CertificateAuthoritiesFile"] = _authority.Path };

    private static JsonObject Client(JsonObject server) => server["Clients"]![0]!.AsObject();

    private static JsonObject WithCertificate(JsonObject server)
    {
        var client = Client(server);
        client.Remove("ClientSecret");
        client["TokenEndpointAuthMethod"] = "tls_client_auth";
        return client;
    }

    private HostSettings Read(Action<JsonObject> change)
    {
        var configuration = TestConfiguration.Create();
        configuration.Server()["MutualTls"] = MutualTls();
        change(configuration.Server());
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(configuration.ToJsonString()));
        return SettingsReader.Read(new ConfigurationBuilder().AddJsonStream(json).Build());
    }

    private void Refuses(string begin, string contains, Action<JsonObject> change)
    {
        var refused = Assert.Throws<StartException>(() => Read(change));
        Assert.Contains(refused.Problems, problem => problem.StartsWith(begin, StringComparison.Ordinal)
            && problem.Contains(contains, StringComparison.Ordinal));
    }

    private static string Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return authority.ExportCertificatePem();
    }
}
