using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OAuth2Server.AspNetCore.Tests.MutualTls;

/// <summary>Makes certificates in memory: an authority, and what it signs.</summary>
internal sealed class TestAuthority : IDisposable
{
    internal static readonly DateTimeOffset Start = new(2025, 12, 1, 0, 0, 0, TimeSpan.Zero);
    internal static readonly DateTimeOffset End = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

    private const string ForClients = "1.3.6.1.5.5.7.3.2";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    internal TestAuthority(string name)
    {
        var request = new CertificateRequest(name, _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        Certificate = request.CreateSelfSigned(Start.AddYears(-1), End.AddYears(5));
    }

    internal X509Certificate2 Certificate { get; }

    /// <summary>A certificate of a client, with its private key.</summary>
    internal X509Certificate2 Issue(
        X500DistinguishedName name, Action<SubjectAlternativeNameBuilder>? names = null, string purpose = ForClients,
        DateTimeOffset? end = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = RequestOf(name, key, names, purpose);
        using var signed = request.Create(
            Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(_key), Start, end ?? End, RandomNumberGenerator.GetBytes(8));
        using var whole = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    internal X509Certificate2 Issue(string name, Action<SubjectAlternativeNameBuilder>? names = null) =>
        Issue(new X500DistinguishedName(name), names);

    /// <summary>A certificate that signs itself.</summary>
    internal static X509Certificate2 SelfSigned(string name, DateTimeOffset? end = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var signed = RequestOf(new(name), key, null, ForClients).CreateSelfSigned(Start, end ?? End);
        return X509CertificateLoader.LoadPkcs12(signed.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>The key set of a client that registers the certificate (RFC 8705 §2.2.2).</summary>
    internal static string KeySetOf(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPublicKey()!;
        var point = key.ExportParameters(false).Q;
        var (x, y) = (System.Buffers.Text.Base64Url.EncodeToString(point.X), System.Buffers.Text.Base64Url.EncodeToString(point.Y));
        var der = Convert.ToBase64String(certificate.RawData);
        return $$"""{"keys":[{"kty":"EC","crv":"P-256","x":"{{x}}","y":"{{y}}","x5c":["{{der}}"]}]}""";
    }

    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }

    private static CertificateRequest RequestOf(
        X500DistinguishedName name, ECDsa key, Action<SubjectAlternativeNameBuilder>? names, string purpose)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], false));
        if (names is null) return request;
        var builder = new SubjectAlternativeNameBuilder();
        names(builder);
        request.CertificateExtensions.Add(builder.Build());
        return request;
    }
}
