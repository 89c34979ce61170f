namespace OAuth2Server.Jwt;

/// <summary><c>self_signed_tls_client_auth</c>: the certificate of the TLS connection is one of those that the client registered, in
/// <c>x5c</c> of its keys (RFC 8705 §2.2). There is no authority, and no chain.</summary>
/// <param name="model">Finds the client.</param>
/// <param name="keys">The keys of the clients.</param>
public sealed class SelfSignedTlsClientAuth(IOAuthModel model, ClientKeys keys) : IClientAuthenticationMethod
{
    /// <inheritdoc/>
    public string Name => "self_signed_tls_client_auth";

    /// <inheritdoc/>
    public bool IsPresented(OAuthRequest request) => false;

    /// <inheritdoc/>
    public async ValueTask<bool> IsImpliedAsync(OAuthContext context, CancellationToken ct) =>
        await CertificateClients.FindAsync(model, Name, context, ct) is not null;

    /// <inheritdoc/>
    public async ValueTask<Outcome<Client>> AuthenticateAsync(OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (await CertificateClients.FindAsync(model, Name, context, ct) is not { } client
            || context.Request.ClientCertificate is not { } certificate)
            return CertificateClients.Failed("RFC 8705 §2", "The request has no certificate, or the client is not registered for it.");
        context.ClientId = client.Id;
        if (!CertificateClients.IsCurrent(certificate, context.Now))
            return CertificateClients.Failed("RFC 8705 §2.2", "The certificate is expired, or not valid yet.");
        return await keys.HasCertificateAsync(client, certificate.RawData, ct)
            ? client
            : CertificateClients.Failed("RFC 8705 §2.2", "The certificate is none of those that the client registered.");
    }
}
