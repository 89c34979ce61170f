namespace OAuth2Server;

/// <summary>The name that the certificate of a client must have (RFC 8705 §2.1.2).</summary>
/// <param name="Kind">Where the name stands in the certificate.</param>
/// <param name="Value">The name: a distinguished name in the text form of RFC 4514, or one subject alternative name.</param>
public sealed record CertificateSubject(CertificateSubjectKind Kind, string Value)
{
    /// <summary>The kind and the name.</summary>
    public override string ToString() => $"CertificateSubject({Kind}: {Value})";
}
