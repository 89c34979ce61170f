using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OAuth2Server.Host;

/// <summary>Reads the name that the certificate of a client must have (RFC 8705 §2.1.2).</summary>
internal sealed class CertificateSubjectReader(SettingsSection section)
{
    private const string Method = "tls_client_auth";

    private static readonly (string Key, CertificateSubjectKind Kind, Func<string, string?> Problem)[] Names =
    [
        ("TlsClientAuthSubjectDn", CertificateSubjectKind.DistinguishedName,
            text => IsDistinguishedName(text) ? null : "is not a distinguished name, such as CN=client,O=Example (RFC 4514)."),
        ("TlsClientAuthSanDns", CertificateSubjectKind.DnsName,
            text => Uri.CheckHostName(text) == UriHostNameType.Dns ? null : "is not a DNS name."),
        ("TlsClientAuthSanUri", CertificateSubjectKind.Uri,
            text => Uri.TryCreate(text, UriKind.Absolute, out _) ? null : "is not an absolute URI."),
        ("TlsClientAuthSanIp", CertificateSubjectKind.IpAddress,
            text => IPAddress.TryParse(text, out _) ? null : "is not an IP address."),
        ("TlsClientAuthSanEmail", CertificateSubjectKind.Email,
            text => text.IndexOf('@', StringComparison.Ordinal) > 0 ? null : "is not an e-mail address."),
    ];

    /// <summary>The name; null for a client of another method, and when a problem was added.</summary>
    internal CertificateSubject? Read(ImmutableArray<string> methods)
    {
        var set = Names.Select(name => (name.Key, name.Kind, name.Problem, Text: section.Text(name.Key)))
            .Where(name => name.Text is not null).ToList();
        foreach (var (key, _, problem, text) in set)
        {
            if (problem(text!) is { } wrong) section.Problem(key, $"'{text}' {wrong}");
            if (!methods.Contains(Method)) section.Problem(key, $"is set, but TokenEndpointAuthMethod is not {Method}.");
        }
        foreach (var (key, _, _, _) in set.Skip(1))
            section.Problem(key, $"must not be set together with {set[0].Key}: a client has one name (RFC 8705 §2.1.2).");
        if (set.Count > 0) return new(set[0].Kind, set[0].Text!);
        if (methods.Contains(Method))
        {
            section.Problem("TokenEndpointAuthMethod", $"is {Method}, which needs the name in the client's certificate: set one of "
                + $"{string.Join(", ", Names.Select(name => name.Key))}.");
        }
        return null;
    }

    private static bool IsDistinguishedName(string text)
    {
        try
        {
            return text.Contains('=', StringComparison.Ordinal) && new X500DistinguishedName(text).RawData.Length > 2;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
