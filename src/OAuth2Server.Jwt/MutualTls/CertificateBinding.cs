using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OAuth2Server.Jwt;

/// <summary>Binds access tokens to the certificate of their client (RFC 8705 §3), and the refresh tokens of public clients (§4).</summary>
/// <remarks>It binds for clients with <see cref="Client.TlsClientCertificateBoundAccessTokens"/>, and for those of the profile
/// <see cref="SecurityProfile.Fapi2"/> that send a certificate. With a DPoP proof beside it, the tokens are bound to the key of the
/// proof.</remarks>
public sealed class CertificateBinding : ITokenBinding
{
    /// <summary>The confirmation method (RFC 8705 §3.1).</summary>
    internal const string Kind = "x5t#S256";

    /// <inheritdoc/>
    public ValueTask<Outcome<TokenBinding>> BindAsync(Client client, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(context);
        var isWanted = client.TlsClientCertificateBoundAccessTokens || client.ProfileIn(context) >= SecurityProfile.Fapi2;
        return new(isWanted && context.Request.ClientCertificate is { } certificate ? Of(certificate) : TokenBinding.None);
    }

    /// <summary>The binding to a certificate: the SHA-256 hash of its DER encoding. The type of the token stays Bearer.</summary>
    internal static TokenBinding Of(X509Certificate2 certificate) =>
        new(Kind, Base64Url.EncodeToString(SHA256.HashData(certificate.RawData)), "Bearer");
}
