namespace OAuth2Server.Jwt;

/// <summary>Verifies at a resource that the connection has the certificate that an access token is bound to (RFC 8705 §3). The
/// certificate's chain does not count: the TLS connection proves its key.</summary>
public sealed class CertificateProof : IProofOfPossession
{
    /// <inheritdoc/>
    public string Kind => CertificateBinding.Kind;

    /// <inheritdoc/>
    public string Scheme => "Bearer";

    /// <inheritdoc/>
    public string? ChallengeParameters => null;

    /// <inheritdoc/>
    public ValueTask<Outcome<TokenBinding>> VerifyAsync(Secret accessToken, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new(context.Request.ClientCertificate is { } certificate
            ? CertificateBinding.Of(certificate)
            : OAuthError.InvalidToken("The access token is not valid.", "It is bound to a certificate, and the request has none."));
    }
}
