using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OAuth2Server.Jwt;

/// <summary><c>tls_client_auth</c>: the certificate of the TLS connection is from a trusted authority and has the registered name of the
/// client (RFC 8705 §2.1).</summary>
/// <remarks>The connection proved the private key. This class verifies the chain, because the TLS layer must accept self-signed
/// certificates too (RFC 8705 §2.2).</remarks>
/// <param name="model">Finds the client.</param>
/// <param name="options">The trusted authorities.</param>
public sealed class TlsClientAuth(IOAuthModel model, MutualTlsOptions options) : IClientAuthenticationMethod
{
    /// <summary>For clients: a certificate for a server is no proof of a client (RFC 5280 §4.2.1.12).</summary>
    private static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2");

    /// <inheritdoc/>
    public string Name => "tls_client_auth";

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
        if (client.TlsClientAuth is not { } subject)
            return CertificateClients.Failed("RFC 8705 §2.1.2", "The client has no registered name of a certificate.");
        // The name first: to verify a chain costs more.
        if (!CertificateNames.Has(certificate, subject))
            return CertificateClients.Failed("RFC 8705 §2.1", $"The certificate does not have the {subject.Kind} of the client.");
        return ProblemOfChain(certificate, context.Now) is { } problem ? CertificateClients.Failed("RFC 8705 §2.1", problem) : client;
    }

    private string? ProblemOfChain(X509Certificate2 certificate, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        foreach (var authority in options.TrustedCertificateAuthorities)
            (MutualTlsOptions.IsRoot(authority) ? policy.CustomTrustStore : policy.ExtraStore).Add(authority);
        // An address in the certificate of an unknown client must not make the server send a request.
        policy.DisableCertificateDownloads = true;
        policy.RevocationMode = options.RevocationMode;
        policy.RevocationFlag = X509RevocationFlag.ExcludeRoot;
        policy.ApplicationPolicy.Add(ClientAuthentication);
        policy.VerificationTime = now.LocalDateTime;
        var isValid = chain.Build(certificate);
        var states = chain.ChainStatus.Select(status => status.Status).Distinct();
        var problem = isValid ? null : $"The chain of the certificate is not valid: {string.Join(", ", states)}.";
        foreach (var element in chain.ChainElements) element.Certificate.Dispose();
        return problem;
    }
}
