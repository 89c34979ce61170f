using Microsoft.Extensions.DependencyInjection;
using OAuth2Server.Jwt;

namespace OAuth2Server.AspNetCore;

/// <summary>Mutual TLS: clients that authenticate with a certificate, and access tokens that are bound to one (RFC 8705).</summary>
public static class OAuth2MutualTlsExtensions
{
    /// <summary>Adds <c>self_signed_tls_client_auth</c>, <c>tls_client_auth</c> where the options name trusted authorities, access tokens
    /// that are bound to the certificate of the client, their check at resources, and the entries in the metadata.</summary>
    /// <remarks>The TLS layer must ask clients for a certificate, and accept each: see <see cref="MutualTlsConnections"/>. Behind a proxy
    /// see <see cref="ClientCertificateHeaderExtensions"/>.</remarks>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="server">The server.</param>
    /// <param name="configure">Sets the options.</param>
    /// <exception cref="ArgumentException">An option is wrong; the message says which and why.</exception>
    public static OAuth2Builder<TModel> AddMutualTls<TModel>(
        this OAuth2Builder<TModel> server, Action<MutualTlsOptions>? configure = null) where TModel : class, IOAuthModel
    {
        ArgumentNullException.ThrowIfNull(server);
        var options = new MutualTlsOptions();
        configure?.Invoke(options);
        if (options.Validate().ToArray() is { Length: > 0 } problems)
            throw new ArgumentException("MutualTlsOptions: " + string.Join(' ', problems), nameof(configure));
        server.Services.AddSingleton(options);
        server.Services.AddSingleton<IMetadataPart, MutualTlsMetadata>();
        server.Services.AddSingleton<IProofOfPossession, CertificateProof>();
        server.Services.AddSingleton<IClientMetadataPart, CertificateMetadata>();
        if (options.TrustedCertificateAuthorities.Count > 0) server.AddClientAuthentication<TlsClientAuth>();
        return server.AddClientKeys().AddClientAuthentication<SelfSignedTlsClientAuth>().AddTokenBinding<CertificateBinding>();
    }
}
