using System.Security.Cryptography.X509Certificates;
using IPNetwork = System.Net.IPNetwork;

namespace OAuth2Server.AspNetCore.Tests.MutualTls;

/// <summary>The certificate of a client behind a proxy, in a header.</summary>
[RfcSection("RFC 9440", "2.2")]
public sealed class ClientCertificateHeaderTests : SiteTests
{
    private static readonly IPAddress Proxy = IPAddress.Parse("10.0.0.1");
    private static readonly X509Certificate2 Own = TestAuthority.SelfSigned("CN=own");
    private static readonly string Value = $":{Convert.ToBase64String(Own.RawData)}:";

    private static readonly Parameters Form = [("grant_type", "client_credentials"), ("client_id", "mtls")];

    public static TheoryData<string> Garbage { get; } =
    [
        ":", "::", "garbage", Value[1..], Value[..^1], Value + ";a=b", $"{Value}, {Value}", Value.Replace(':', '"'),
        ":AAAA:", $":{Convert.ToBase64String([.. Own.RawData, 0])}:", Value.Insert(9, " "), ":" + new string('A', 20_000) + ":",
        $":{Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(Own.ExportCertificatePem()))}:",
    ];

    [Fact]
    public async Task A_known_proxy_sends_the_certificate_of_the_client() =>
        (await SendAsync(Start(Proxy), ("Client-Cert", Value))).MustIssue();

    [Theory]
    [InlineData("10.0.0.2")]
    [InlineData("192.0.2.1")]
    [InlineData(null)]
    public async Task The_header_of_another_sender_is_not_read(string? from)
    {
        var site = Start(from is null ? null : IPAddress.Parse(from));
        (await SendAsync(site, ("Client-Cert", Value))).MustRefuse("invalid_client", 401);
    }

    [Fact]
    public async Task Without_the_middleware_the_header_is_not_read() =>
        (await SendAsync(Start(Proxy, isUsed: false), ("Client-Cert", Value))).MustRefuse("invalid_client", 401);

    [Theory]
    [MemberData(nameof(Garbage))]
    public async Task A_header_that_is_no_certificate_is_refused_and_logged(string value)
    {
        using var log = new CapturedLog();
        Setup.Logging = log;
        (await SendAsync(Start(Proxy), ("Client-Cert", value))).MustRefuse("invalid_request");
        Assert.Contains(log.Events, e => e is (LogLevel.Warning, "UnreadableClientCertificate"));
    }

    [Fact]
    public async Task Two_headers_are_refused() =>
        (await SendAsync(Start(Proxy), ("Client-Cert", Value), ("Client-Cert", Value))).MustRefuse("invalid_request");

    [Fact]
    public async Task A_certificate_of_the_proxy_itself_is_not_that_of_the_client() =>
        (await SendAsync(Start(Proxy, ofConnection: Own))).MustRefuse("invalid_client", 401);

    [Fact]
    public async Task A_proxy_by_an_ipv4_address_in_ipv6_form_is_known() =>
        (await SendAsync(Start(Proxy.MapToIPv6()), ("Client-Cert", Value))).MustIssue();

    private Site Start(IPAddress? from, bool isUsed = true, X509Certificate2? ofConnection = null)
    {
        Setup.Store.AddClient(
            Known.Web with
            {
                Id = "mtls",
                AuthenticationMethods = ["self_signed_tls_client_auth"],
                Jwks = TestAuthority.KeySetOf(Own),
            }, Known.WebSecret);
        return Start(
            server: services => Builder(services).AddClientCredentials().AddMutualTls(),
            map: app =>
            {
                app.Use((http, next) =>
                {
                    (http.Connection.RemoteIpAddress, http.Connection.ClientCertificate) = (from, ofConnection);
                    return next(http);
                });
                if (isUsed) app.UseClientCertificateHeader(IPNetwork.Parse("10.0.0.1/32"));
            });
    }

    private static Task<Answer> SendAsync(Site site, params Parameters headers) => FormAsync(site, "/oauth2/token", Form, headers);
}
