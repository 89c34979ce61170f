using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace OAuth2Server.Jwt;

/// <summary>Compares a certificate with the name that a client registered (RFC 8705 §2.1.2).</summary>
internal static class CertificateNames
{
    private const string SubjectAlternativeName = "2.5.29.17";

    /// <summary>Whether the certificate has the name, as a whole: there are no wildcards.</summary>
    internal static bool Has(X509Certificate2 certificate, CertificateSubject subject) => subject.Kind switch
    {
        CertificateSubjectKind.DistinguishedName =>
            DistinguishedName.Parse(subject.Value) is { } wanted
            && DistinguishedName.Read(certificate.SubjectName.RawData) is { } own && own.IsSame(wanted),
        CertificateSubjectKind.IpAddress =>
            IPAddress.TryParse(subject.Value, out var address)
            && Read(certificate, 7).Any(value => value.AsSpan().SequenceEqual(address.GetAddressBytes())),
        CertificateSubjectKind.DnsName =>
            Texts(certificate, 2).Any(name => name.Equals(subject.Value, StringComparison.OrdinalIgnoreCase)),
        CertificateSubjectKind.Uri => Texts(certificate, 6).Contains(subject.Value, StringComparer.Ordinal),
        CertificateSubjectKind.Email => Texts(certificate, 1).Any(address => IsSameMailbox(address, subject.Value)),
        _ => false,
    };

    /// <summary>Why no certificate can have a name, as the end of a sentence; null where one can.</summary>
    internal static string? Problem(CertificateSubjectKind kind, string name) => kind switch
    {
        CertificateSubjectKind.DistinguishedName => DistinguishedName.Parse(name) is not null ? null
            : "is not a distinguished name, such as CN=client,O=Example (RFC 4514).",
        CertificateSubjectKind.IpAddress => IsAddress(name) ? null : "is not an IP address.",
        CertificateSubjectKind.DnsName => Uri.CheckHostName(name) == UriHostNameType.Dns && IsText(name) ? null : "is not a DNS name.",
        CertificateSubjectKind.Uri => Uri.TryCreate(name, UriKind.Absolute, out _) && IsText(name) ? null : "is not an absolute URI.",
        CertificateSubjectKind.Email => name.IndexOf('@', StringComparison.Ordinal) > 0 && IsText(name) ? null
            : "is not an e-mail address.",
        _ => "is of an unknown kind.",
    };

    // The parser takes numbers too: 1 is 0.0.0.1.
    private static bool IsAddress(string name) =>
        IPAddress.TryParse(name, out var address)
        && (name.Contains(':', StringComparison.Ordinal) || name.Equals(address.ToString(), StringComparison.Ordinal));

    // An IA5String without spaces (RFC 5280 §4.2.1.6).
    private static bool IsText(string name) => name.Length > 0 && !name.AsSpan().ContainsAnyExceptInRange('!', '~');

    // The host has no case, the name before it has one (RFC 5280 §7.5).
    private static bool IsSameMailbox(string one, string other)
    {
        var at = one.LastIndexOf('@');
        return at > 0 && one.Length == other.Length && other.LastIndexOf('@') == at
            && one.AsSpan(0, at).SequenceEqual(other.AsSpan(0, at))
            && one.AsSpan(at).Equals(other.AsSpan(at), StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<string> Texts(X509Certificate2 certificate, int tag) =>
        Read(certificate, tag).Where(value => !value.AsSpan().ContainsAnyExceptInRange((byte)0x21, (byte)0x7e))
            .Select(value => System.Text.Encoding.ASCII.GetString(value));

    // The values of one kind of GeneralName (RFC 5280 §4.2.1.6), as bytes.
    private static List<byte[]> Read(X509Certificate2 certificate, int tag)
    {
        var values = new List<byte[]>();
        if (certificate.Extensions[SubjectAlternativeName] is not { } extension) return values;
        var wanted = new Asn1Tag(TagClass.ContextSpecific, tag);
        try
        {
            var names = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
            while (names.HasData)
            {
                if (names.PeekTag().HasSameClassAndValue(wanted)) values.Add(names.ReadOctetString(wanted));
                else names.ReadEncodedValue();
            }
        }
        catch (AsnContentException)
        {
            // A certificate with an extension that cannot be read has no names.
            values.Clear();
        }
        return values;
    }
}
