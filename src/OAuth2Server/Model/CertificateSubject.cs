namespace OAuth2Server;

/// <summary>The name that the certificate of a client must have (RFC 8705 §2.1.2).</summary>
/// <param name="Kind">Where the name stands in the certificate.</param>
/// <param name="Value">The name: a distinguished name in the text form of RFC 4514, or one subject alternative name.</param>
public sealed record CertificateSubject(CertificateSubjectKind Kind, string Value)
{
    /// <summary>The kind and the name.</summary>
    public override string ToString() => $"CertificateSubject({Kind}: {Value})";
}

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
