using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace OAuth2Server.Host.Tests;

/// <summary>Serves the document of a client over https on this machine, under two names of it, and counts the connections.</summary>
internal sealed class DocumentSite : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly KeyFile _certificate;
    private int _connections;

    private DocumentSite()
    {
        var certificate = NewCertificate();
        _certificate = new(certificate.ExportCertificatePem());
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Use(next => connection =>
            {
                Interlocked.Increment(ref _connections);
                return next(connection);
            });
            listen.UseHttps(certificate);
        }));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>How many connections were made to this site: also one that ended before a request.</summary>
    internal int Connections => Volatile.Read(ref _connections);

    /// <summary>The environment of a host that trusts the certificate of this site, and no other one.</summary>
    internal IReadOnlyDictionary<string, string> Trusted => new Dictionary<string, string> { ["SSL_CERT_FILE"] = _certificate.Path };

    internal static async Task<DocumentSite> StartAsync()
    {
        var site = new DocumentSite();
        await site._app.StartAsync(TestContext.Current.CancellationToken);
        return site;
    }

    /// <summary>The identifier of the client whose document is at this site.</summary>
    /// <param name="host"><c>localhost</c> or <c>127.0.0.1</c>.</param>
    internal string ClientIdAt(string host)
    {
        var address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return $"https://{host}:{new Uri(address).Port}/client.json";
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _certificate.Dispose();
    }

    private static Task AnswerAsync(HttpContext http)
    {
        var document = new JsonObject
        {
            ["client_id"] = $"https://{http.Request.Host}{http.Request.Path}",
            ["client_name"] = "Photo assistant",
            ["redirect_uris"] = new JsonArray("http://127.0.0.1/cb"),
            ["grant_types"] = new JsonArray("authorization_code", "refresh_token"),
            ["token_endpoint_auth_method"] = "none",
        };
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(document.ToJsonString());
    }

    private static X509Certificate2 NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
