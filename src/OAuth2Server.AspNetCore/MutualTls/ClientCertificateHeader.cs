using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using IPNetwork = System.Net.IPNetwork;

namespace OAuth2Server.AspNetCore;

/// <summary>Reads the header <c>Client-Cert</c> (RFC 9440 §2.2): <c>:base64 of the certificate:</c>.</summary>
internal sealed partial class ClientCertificateHeader(RequestDelegate next, IPNetwork[] knownProxies, ILogger log)
{
    private const string Name = "Client-Cert";

    /// <summary>Larger than certificates of clients are.</summary>
    private const int MaxLength = 16_384;

    internal Task InvokeAsync(HttpContext http)
    {
        if (!IsKnown(http.Connection.RemoteIpAddress))
        {
            // Otherwise a client could send the certificate of another, which is no secret.
            http.Request.Headers.Remove(Name);
            return next(http);
        }
        var values = http.Request.Headers[Name];
        X509Certificate2? certificate = null;
        if (values.Count > 0 && (values is not [{ } text] || (certificate = Read(text)) is null)) return RefuseAsync(http);
        http.Features.Set<ITlsConnectionFeature>(new CertificateOfRequest(certificate));
        if (certificate is not null) http.Response.RegisterForDispose(certificate);
        return next(http);
    }

    private static X509Certificate2? Read(string text)
    {
        // A byte sequence (RFC 9651 §3.3.5) without parameters. The decoder would accept white space.
        if (text.Length is < 3 or > MaxLength || text[0] != ':' || text[^1] != ':' || text.Any(char.IsWhiteSpace)) return null;
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text[1..^1], bytes, out var length) || length == 0) return null;
        try
        {
            var certificate = X509CertificateLoader.LoadCertificate(bytes.AsSpan(0, length));
            // The loader accepts other forms than DER too.
            if (certificate.RawData.AsSpan().SequenceEqual(bytes.AsSpan(0, length))) return certificate;
            certificate.Dispose();
            return null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private bool IsKnown(IPAddress? address)
    {
        if (address is { IsIPv4MappedToIPv6: true }) address = address.MapToIPv4();
        return address is not null && Array.Exists(knownProxies, network => network.Contains(address));
    }

    private Task RefuseAsync(HttpContext http)
    {
        Unreadable(http.Connection.RemoteIpAddress);
        var error = OAuthError.InvalidRequest("The client certificate cannot be read.", "RFC 9440 §2.2");
        return OAuthResult.SendAsync(OAuthResponse.Json(error, http.TraceIdentifier), http);
    }

    /// <summary>The certificate of one request. The feature of the connection has that of the proxy, and is one for the requests of all
    /// clients that the proxy sends over the connection: it must not be changed.</summary>
    private sealed class CertificateOfRequest(X509Certificate2? certificate) : ITlsConnectionFeature
    {
        public X509Certificate2? ClientCertificate { get; set; } = certificate;

        public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) =>
            Task.FromResult(ClientCertificate);
    }

    [LoggerMessage(351, LogLevel.Warning, "The proxy {Address} sent a Client-Cert header that is repeated or is no certificate (RFC 9440 " +
        "§2.2); the request was refused. Compare the settings of the proxy", EventName = "UnreadableClientCertificate")]
    private partial void Unreadable(IPAddress? address);
}
