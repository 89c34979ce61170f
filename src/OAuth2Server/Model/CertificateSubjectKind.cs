namespace OAuth2Server;

/// <summary>Where the name of a client stands in its certificate (RFC 8705 §2.1.2).</summary>
public enum CertificateSubjectKind
{
    /// <summary>The subject's distinguished name (<c>tls_client_auth_subject_dn</c>).</summary>
    DistinguishedName,

    /// <summary>A DNS name (<c>tls_client_auth_san_dns</c>).</summary>
    DnsName,

    /// <summary>A URI (<c>tls_client_auth_san_uri</c>).</summary>
    Uri,

    /// <summary>An IP address (<c>tls_client_auth_san_ip</c>).</summary>
    IpAddress,

    /// <summary>An e-mail address (<c>tls_client_auth_san_email</c>).</summary>
    Email,
}
