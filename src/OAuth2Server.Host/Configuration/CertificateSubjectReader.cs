using OAuth2Server.Jwt;

namespace OAuth2Server.Host;

/// <summary>Reads the name that the certificate of a client must have (RFC 8705 §2.1.2).</summary>
internal sealed class CertificateSubjectReader(SettingsSection section, ClientMethods methods)
{
    private static readonly (string Key, CertificateSubjectKind Kind)[] Names =
    [
        ("TlsClientAuthSubjectDn", CertificateSubjectKind.DistinguishedName), ("TlsClientAuthSanDns", CertificateSubjectKind.DnsName),
        ("TlsClientAuthSanUri", CertificateSubjectKind.Uri), ("TlsClientAuthSanIp", CertificateSubjectKind.IpAddress),
        ("TlsClientAuthSanEmail", CertificateSubjectKind.Email),
    ];

    /// <summary>The name; null for a client of another method, and when a problem was added.</summary>
    internal CertificateSubject? Read()
    {
        var hasMethod = methods.Contain(ClientMethods.TlsClientAuth);
        var set = Names.Select(name => (name.Key, name.Kind, Text: section.Text(name.Key)))
            .Where(name => name.Text is not null).ToList();
        foreach (var (key, kind, text) in set)
        {
            if (CertificateMetadata.ProblemOf(new(kind, text!)) is { } wrong) section.Problem(key, $"'{text}' {wrong}");
            if (!hasMethod) section.Problem(key, $"is set, but {methods.Key} does not name {ClientMethods.TlsClientAuth}.");
        }
        foreach (var (key, _, _) in set.Skip(1))
            section.Problem(key, $"must not be set together with {set[0].Key}: a client has one name (RFC 8705 §2.1.2).");
        if (set.Count > 0) return new(set[0].Kind, set[0].Text!);
        if (hasMethod)
        {
            section.Problem(methods.Key, $"names {ClientMethods.TlsClientAuth}, which needs the name in the client's certificate: set one "
                + $"of {string.Join(", ", Names.Select(name => name.Key))}.");
        }
        return null;
    }
}
