using System.Security.Cryptography.X509Certificates;

namespace OAuth2Server.Jwt;

/// <summary>Settings of mutual TLS (RFC 8705).</summary>
public sealed class MutualTlsOptions
{
    /// <summary>The certificate authorities whose certificates clients of <c>tls_client_auth</c> may use: the roots, and the intermediate
    /// authorities between them and the clients.</summary>
    /// <value>Default empty: the server does not have the method <c>tls_client_auth</c>. The authorities of the operating system are never
    /// used: any of them could issue a certificate with the name of a client (RFC 8705 §7.4).</value>
    public X509Certificate2Collection TrustedCertificateAuthorities { get; } = [];

    /// <summary>Whether the authorities are asked if they revoked a certificate.</summary>
    /// <value>Default <see cref="X509RevocationMode.NoCheck"/>. <see cref="X509RevocationMode.Online"/> sends a request to an address in
    /// the certificate for each authentication, and refuses the client while there is no answer.</value>
    public X509RevocationMode RevocationMode { get; set; } = X509RevocationMode.NoCheck;

    /// <summary>The URL at which clients reach the endpoints with a certificate, in the place of the issuer's scheme, host and port
    /// (<c>mtls_endpoint_aliases</c>, RFC 8705 §5). A server that asks for certificates at the address of its pages makes browsers show a
    /// question to users.</summary>
    /// <value>An https URL without path, for instance <c>https://mtls.example.com</c>; default null: the metadata has no aliases.</value>
    public string? AliasUrl { get; set; }

    /// <summary>The problems of the settings, each as a sentence that names the setting; empty when there is none.</summary>
    public IEnumerable<string> Validate()
    {
        if (AliasUrl is { } alias && !(Uri.TryCreate(alias, UriKind.Absolute, out var uri) && uri is
            { Scheme: "https", AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" }
            && !alias.Contains('?', StringComparison.Ordinal)))
            yield return $"AliasUrl '{alias}' must be an https URL without path.";
        if (!Enum.IsDefined(RevocationMode)) yield return $"RevocationMode {RevocationMode} does not exist.";
        if (TrustedCertificateAuthorities.Count > 0 && !TrustedCertificateAuthorities.Any(IsRoot))
            yield return "TrustedCertificateAuthorities has no root: no certificate could be verified.";
    }

    /// <summary>The address of an endpoint for clients with a certificate.</summary>
    internal static string AliasOf(string endpointUrl, string aliasUrl) => aliasUrl.TrimEnd('/') + new Uri(endpointUrl).PathAndQuery;

    /// <summary>Whether an authority signed its own certificate.</summary>
    internal static bool IsRoot(X509Certificate2 authority) =>
        authority.SubjectName.RawData.AsSpan().SequenceEqual(authority.IssuerName.RawData);
}
