using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using IPNetwork = System.Net.IPNetwork;

namespace OAuth2Server.AspNetCore.Tests.MutualTls;

/// <summary>A proxy sends the requests of all clients over one TLS connection: the certificate of one request is never that of
/// another.</summary>
[RfcSection("RFC 9440", "2.2")]
public sealed class SharedConnectionTests : CertificateTests
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _arrived = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Value => $":{Convert.ToBase64String(Mine.RawData)}:";

    [Fact]
    public async Task A_request_without_certificate_does_not_get_that_of_another_request_on_the_connection()
    {
        var proxy = await ProxyAsync(certificate: null);
        var attacker = Keep(new HeldForm());
        var victim = Keep(new HeldForm());
        var withoutCertificate = SendAsync(proxy, "attacker", attacker);
        await ArrivalOf("attacker").WaitAsync(TimeSpan.FromSeconds(30), Ct);
        var withCertificate = SendAsync(proxy, "victim", victim, Value);
        await ArrivalOf("victim").WaitAsync(TimeSpan.FromSeconds(30), Ct);

        attacker.Release();
        Assert.Equal(HttpStatusCode.Unauthorized, await withoutCertificate);
        victim.Release();
        Assert.Equal(HttpStatusCode.OK, await withCertificate);
    }

    [Fact]
    public async Task The_certificate_of_one_request_does_not_end_with_that_of_another()
    {
        var proxy = await ProxyAsync(certificate: null);
        var held = Keep(new HeldForm());
        var other = Keep(new HeldForm());
        var slow = SendAsync(proxy, "slow", held, Value);
        await ArrivalOf("slow").WaitAsync(TimeSpan.FromSeconds(30), Ct);

        other.Release();
        Assert.Equal(HttpStatusCode.OK, await SendAsync(proxy, "fast", other, Value));
        held.Release();
        Assert.Equal(HttpStatusCode.OK, await slow);
        var later = Keep(new HeldForm());
        later.Release();
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(proxy, "later", later));
    }

    [Fact]
    public async Task The_certificate_of_the_connection_of_the_proxy_is_not_that_of_a_client()
    {
        var proxy = await ProxyAsync(certificate: Mine);
        var form = Keep(new HeldForm());
        form.Release();
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(proxy, "proxy", form));
    }

    [SuppressMessage("Security", "CA5359:Do not disable certificate validation", Justification = "The test made the certificate.")]
    private async Task<HttpClient> ProxyAsync(X509Certificate2? certificate)
    {
        var site = await StartAsync(ClientOf("tls_client_auth") with
        {
            TlsClientAuth = new(CertificateSubjectKind.DistinguishedName, "CN=client,O=Example"),
        }, map: app =>
        {
            app.UseClientCertificateHeader(IPNetwork.Parse("127.0.0.1/32"));
            app.Use((http, next) =>
            {
                Arrival(http.Request.Headers["X-Request"].ToString()).TrySetResult();
                return next(http);
            });
        });
        return Keep(new HttpClient(Keep(new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = static (_, _, _, _) => true,
                LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate!,
            },
        }))
        {
            BaseAddress = site.Address,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        });
    }

    private TaskCompletionSource Arrival(string name) =>
        _arrived.GetOrAdd(name, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private Task ArrivalOf(string name) => Arrival(name).Task;

    private static async Task<HttpStatusCode> SendAsync(HttpClient proxy, string name, HeldForm form, string? certificate = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth2/token") { Content = form };
        (request.Version, request.VersionPolicy) = (proxy.DefaultRequestVersion, proxy.DefaultVersionPolicy);
        request.Headers.Add("X-Request", name);
        if (certificate is not null) request.Headers.Add("Client-Cert", certificate);
        using var answer = await proxy.SendAsync(request, Ct);
        return answer.StatusCode;
    }

    /// <summary>A form whose body is sent when the test says so; the headers are sent before.</summary>
    private sealed class HeldForm : HttpContent
    {
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal HeldForm() => Headers.ContentType = new("application/x-www-form-urlencoded");

        internal void Release() => _released.TrySetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            // The headers leave with the first bytes.
            await stream.FlushAsync(Ct);
            await _released.Task;
            await stream.WriteAsync(Encoding.ASCII.GetBytes(WireRequest.Encode(Credentials)), Ct);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
