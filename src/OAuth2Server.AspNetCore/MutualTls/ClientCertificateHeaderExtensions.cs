using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using IPNetwork = System.Net.IPNetwork;

namespace OAuth2Server.AspNetCore;

/// <summary>The certificate of a client whose TLS connection ends at a proxy (RFC 9440).</summary>
public static class ClientCertificateHeaderExtensions
{
    /// <summary>Takes the certificate from the header <c>Client-Cert</c> of requests that a known proxy sends. Without this call the header
    /// is never read.</summary>
    /// <remarks>The proxy must remove the header from the requests of clients. The certificate is for the one request: others on the same
    /// connection do not have it, and a request of the proxy without the header has none. A request of another sender keeps the certificate
    /// of its own connection, and the header is removed. A header of a known proxy that is repeated or cannot be read is answered with
    /// 400: as "no certificate" it would hide that the proxy is configured wrongly. Call it before <c>UseForwardedHeaders</c>, which
    /// replaces the address of the proxy with that of the client.</remarks>
    /// <param name="app">The application.</param>
    /// <param name="knownProxies">The networks of the proxies; at least one.</param>
    public static IApplicationBuilder UseClientCertificateHeader(this IApplicationBuilder app, params IEnumerable<IPNetwork> knownProxies)
    {
        ArgumentNullException.ThrowIfNull(app);
        IPNetwork[] networks = [.. knownProxies];
        if (networks.Length == 0) throw new ArgumentException("Name the networks of the proxies.", nameof(knownProxies));
        var log = app.ApplicationServices.GetRequiredService<ILogger<ClientCertificateHeader>>();
        return app.Use(next => new ClientCertificateHeader(next, networks, log).InvokeAsync);
    }
}
