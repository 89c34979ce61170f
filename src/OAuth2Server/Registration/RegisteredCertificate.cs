namespace OAuth2Server;

/// <summary>The name that the certificate of a registered client must have (RFC 8705 §2.1.2): one member of five.</summary>
internal static class RegisteredCertificate
{
    private static readonly (string Name, CertificateSubjectKind Kind)[] Members =
    [
        ("tls_client_auth_subject_dn", CertificateSubjectKind.DistinguishedName),
        ("tls_client_auth_san_dns", CertificateSubjectKind.DnsName),
        ("tls_client_auth_san_uri", CertificateSubjectKind.Uri),
        ("tls_client_auth_san_ip", CertificateSubjectKind.IpAddress),
        ("tls_client_auth_san_email", CertificateSubjectKind.Email),
    ];

    internal static CertificateSubject? Read(MetadataReader metadata)
    {
        CertificateSubject? found = null;
        foreach (var (name, kind) in Members)
        {
            if (metadata.Text(name) is not { } value) continue;
            if (found is not null) metadata.Refuse("A client has one of the tls_client_auth members only.");
            found = new(kind, value);
        }
        return found;
    }

    internal static string NameOf(CertificateSubjectKind kind) => Array.Find(Members, member => member.Kind == kind).Name;
}
