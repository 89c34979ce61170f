using System.Security.Cryptography.X509Certificates;

namespace OAuth2Server.AspNetCore.Tests.MutualTls;

/// <summary>A client authenticates with a certificate of an authority, over TLS.</summary>
[RfcSection("RFC 8705", "2.1")]
[RfcSection("RFC 8705", "2.1.2")]
public sealed class TlsClientAuthTests : CertificateTests
{
    private static Client WithName(CertificateSubjectKind kind, string value) =>
        ClientOf("tls_client_auth") with { TlsClientAuth = new(kind, value) };

    private static Client WithSubject(string name) => WithName(CertificateSubjectKind.DistinguishedName, name);

    [Theory]
    [InlineData("CN=client,O=Example")]
    [InlineData("cn=CLIENT, o=example")]
    [InlineData("2.5.4.3=client,2.5.4.10=#0C074578616D706C65")]
    [InlineData(@"CN=\63lient,O=Example")]
    public async Task A_client_with_the_registered_name_gets_a_token(string name)
    {
        var site = await StartAsync(WithSubject(name));
        (await site.PostAsync("/oauth2/token", Credentials, Mine)).MustIssue();
    }

    [Theory]
    [InlineData("O=Example,CN=client")]
    [InlineData("CN=client")]
    [InlineData("CN=client,O=Example,C=DE")]
    [InlineData("CN=client+O=Example")]
    [InlineData("CN=clien,O=Example")]
    [InlineData("OU=client,O=Example")]
    [InlineData(@"CN=client\,O=Example")]
    [InlineData("no name")]
    public async Task A_certificate_with_another_name_is_refused(string name)
    {
        var site = await StartAsync(WithSubject(name));
        (await site.PostAsync("/oauth2/token", Credentials, Mine)).MustRefuse("invalid_client", 401);
    }

    [Theory]
    [InlineData(CertificateSubjectKind.DnsName, "Client.Example.org", "other.example.org")]
    [InlineData(CertificateSubjectKind.Uri, "https://client.example.org/a", "https://client.example.org/A")]
    [InlineData(CertificateSubjectKind.IpAddress, "192.0.2.7", "192.0.2.8")]
    [InlineData(CertificateSubjectKind.IpAddress, "2001:0db8::7", "2001:db8::8")]
    [InlineData(CertificateSubjectKind.Email, "ops@CLIENT.example.org", "Ops@client.example.org")]
    public async Task An_alternative_name_of_the_certificate_counts_as_a_whole(CertificateSubjectKind kind, string same, string other)
    {
        var certificate = Keep(Authority.Issue("CN=192.0.2.8", names =>
        {
            names.AddDnsName("client.example.org");
            names.AddUri(new("https://client.example.org/a"));
            names.AddIpAddress(IPAddress.Parse("192.0.2.7"));
            names.AddIpAddress(IPAddress.Parse("2001:db8::7"));
            names.AddEmailAddress("ops@client.example.org");
        }));
        var site = await StartAsync(WithName(kind, same));
        (await site.PostAsync("/oauth2/token", Credentials, certificate)).MustIssue();
        Setup.Store.AddClient(WithName(kind, other), Known.WebSecret);
        (await site.PostAsync("/oauth2/token", Credentials, certificate)).MustRefuse("invalid_client", 401);
        (await site.PostAsync("/oauth2/token", Credentials, Mine)).MustRefuse("invalid_client", 401);
    }

    [Fact]
    public async Task A_wildcard_in_a_certificate_is_no_name_of_a_client()
    {
        var certificate = Keep(Authority.Issue("CN=x", names => names.AddDnsName("*.example.org")));
        var site = await StartAsync(WithName(CertificateSubjectKind.DnsName, "client.example.org"));
        (await site.PostAsync("/oauth2/token", Credentials, certificate)).MustRefuse("invalid_client", 401);
    }

    [Fact]
    public async Task A_certificate_of_another_authority_with_the_same_name_is_refused()
    {
        var site = await StartAsync(WithSubject("CN=client,O=Example"));
        (await site.PostAsync("/oauth2/token", Credentials, Keep(Stranger.Issue("CN=client, O=Example"))))
            .MustRefuse("invalid_client", 401);
        (await site.PostAsync("/oauth2/token", Credentials, Keep(TestAuthority.SelfSigned("CN=client, O=Example"))))
            .MustRefuse("invalid_client", 401);
    }

    [Fact]
    public async Task A_certificate_is_valid_between_its_dates_by_the_clock_of_the_server()
    {
        var site = await StartAsync(WithSubject("CN=client,O=Example"));
        var shorter = Keep(Authority.Issue(
            new X500DistinguishedName("CN=client, O=Example"), end: Setup.Clock.GetUtcNow().AddMinutes(5)));
        (await site.PostAsync("/oauth2/token", Credentials, shorter)).MustIssue();
        Setup.Clock.Advance(TimeSpan.FromMinutes(6));
        (await site.PostAsync("/oauth2/token", Credentials, shorter)).MustRefuse("invalid_client", 401);
    }

    [Fact]
    public async Task A_certificate_for_servers_is_refused()
    {
        var site = await StartAsync(WithSubject("CN=client,O=Example"));
        var ofServer = Keep(Authority.Issue(new X500DistinguishedName("CN=client, O=Example"), purpose: "1.3.6.1.5.5.7.3.1"));
        (await site.PostAsync("/oauth2/token", Credentials, ofServer)).MustRefuse("invalid_client", 401);
    }

    [Fact]
    public async Task A_request_without_certificate_or_with_a_secret_is_refused()
    {
        var site = await StartAsync(WithSubject("CN=client,O=Example"));
        (await site.PostAsync("/oauth2/token", Credentials, null)).MustRefuse("invalid_client", 401);
        (await site.PostAsync("/oauth2/token", Credentials.Without("client_id"), Mine)).MustRefuse("invalid_client", 401);
        (await site.PostAsync("/oauth2/token", Credentials, null, Known.Basic("mtls", Known.WebSecret))).MustRefuse("invalid_client", 401);
        (await site.PostAsync("/oauth2/token", Credentials.With("client_id", "unknown"), Mine)).MustRefuse("invalid_client", 401);
        (await site.PostAsync("/oauth2/token", Credentials.With("client_id", "\u00FF"), Mine)).MustRefuse("invalid_client", 401);
    }

    [Fact]
    [RfcSection("RFC 9126", "2")]
    [RfcSection("RFC 8628", "3.1")]
    public async Task A_client_pushes_requests_and_starts_devices_with_its_certificate_only()
    {
        var site = await StartAsync(WithSubject("CN=client,O=Example"), server: s => s.AddAuthorizationCode().AddDeviceCode());
        var request = Known.WebAuthorization.With("client_id", "mtls");
        Parameters device = [("client_id", "mtls"), ("scope", "a")];
        Assert.NotNull((await site.PostAsync("/oauth2/par", request, Mine)).MustBe(201)["request_uri"]);
        Assert.NotEmpty((await site.PostAsync("/oauth2/device_authorization", device, Mine)).MustBe(200).DeviceCode);
        var stranger = Keep(Stranger.Issue("CN=client, O=Example"));
        foreach (var (path, form) in new[] { ("/oauth2/par", request), ("/oauth2/device_authorization", device) })
        {
            (await site.PostAsync(path, form, null)).MustRefuse("invalid_client", 401);
            (await site.PostAsync(path, form, stranger)).MustRefuse("invalid_client", 401);
            (await site.PostAsync(path, form, null, Known.Basic("mtls", Known.WebSecret))).MustRefuse("invalid_client", 401);
        }
    }

    [Fact]
    public async Task A_client_of_another_method_may_send_a_certificate_too()
    {
        var site = await StartAsync(ClientOf("client_secret_basic"));
        (await site.PostAsync("/oauth2/token", Credentials, Mine, Known.Basic("mtls", Known.WebSecret))).MustIssue();
        (await site.PostAsync("/oauth2/token", Credentials, Mine)).MustRefuse("invalid_client", 401);
    }

    [Fact]
    public async Task A_header_is_no_certificate()
    {
        var site = await StartAsync(WithSubject("CN=client,O=Example"));
        var header = ("Client-Cert", $":{Convert.ToBase64String(Mine.RawData)}:");
        (await site.PostAsync("/oauth2/token", Credentials, null, header)).MustRefuse("invalid_client", 401);
    }

    [Fact]
    public async Task Without_trusted_authorities_the_server_does_not_have_the_method()
    {
        var site = await StartAsync(WithSubject("CN=client,O=Example"), o => o.TrustedCertificateAuthorities.Clear());
        (await site.PostAsync("/oauth2/token", Credentials, Mine)).MustRefuse("invalid_client", 401);
        var metadata = (await site.GetAsync(Known.Metadata, null)).Text;
        Assert.DoesNotContain("\"tls_client_auth\"", metadata, StringComparison.Ordinal);
        Assert.Contains("\"self_signed_tls_client_auth\"", metadata, StringComparison.Ordinal);
    }
}
