using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace OAuth2Server.AspNetCore;

/// <summary>TLS connections with certificates of clients.</summary>
public static class MutualTlsConnections
{
    /// <summary>Asks each client for a certificate, and accepts any and none: the server decides with the registration of the client (RFC
    /// 8705 §2).</summary>
    /// <remarks>Use it at an address of its own (<c>MutualTlsOptions.AliasUrl</c>): a browser that is asked for a certificate shows a
    /// question to its user. The certificate of the connection proves a private key and nothing else, so the rest of the application must
    /// not treat it as verified.</remarks>
    /// <param name="https">The options of a Kestrel address.</param>
    public static HttpsConnectionAdapterOptions AcceptClientCertificates(this HttpsConnectionAdapterOptions https)
    {
        ArgumentNullException.ThrowIfNull(https);
        https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
        // A self-signed certificate has no chain; that of an authority is verified with the authorities of MutualTlsOptions.
        https.ClientCertificateValidation = static (_, _, _) => true;
        return https;
    }
}
