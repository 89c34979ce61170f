using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace OAuth2Server.DPoP;

/// <summary>The key of a client: tokens are bound to it, and each request proves it (RFC 9449). It is an ECDSA key on P-256, for
/// ES256.</summary>
/// <remarks>Thread-safe. Keep one for as long as its refresh token: a public client cannot refresh with another key (§5).</remarks>
public sealed class DPoPKey : IDisposable
{
    // An instance of ECDsa is not thread-safe: each signature borrows one.
    private readonly ConcurrentBag<ECDsa> _idle = [];
    private readonly byte[] _pkcs8;

    private DPoPKey(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var (x, y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        // The members of RFC 7638 §3.2 in their order, of which the thumbprint is made.
        var jwk = $$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""";
        Thumbprint = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(jwk)));
        Header = Base64Url.EncodeToString(Encoding.ASCII.GetBytes($$"""{"typ":"dpop+jwt","alg":"ES256","jwk":{{jwk}}}"""));
        _pkcs8 = key.ExportPkcs8PrivateKey();
        _idle.Add(key);
    }

    /// <summary>The thumbprint of the public key (RFC 7638): the parameter <c>dpop_jkt</c> of an authorization request, which binds the
    /// code to the key (§10).</summary>
    public string Thumbprint { get; }

    /// <summary>The header of the proofs in base64url.</summary>
    internal string Header { get; }

    /// <summary>Makes a new key.</summary>
    public static DPoPKey Create() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Reads a key that was exported.</summary>
    /// <param name="pkcs8">The private key, PKCS #8 in DER.</param>
    /// <exception cref="CryptographicException">It cannot be read, or is no key on P-256.</exception>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The new object has it.")]
    public static DPoPKey FromPkcs8(ReadOnlySpan<byte> pkcs8)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportPkcs8PrivateKey(pkcs8, out _);
            if (key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value != "1.2.840.10045.3.1.7")
                throw new CryptographicException("The key is not on the curve P-256, which ES256 needs.");
            return new(key);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>The private key, PKCS #8 in DER, to keep it beside the refresh token. Encrypt it: each holder can use the tokens.</summary>
    public byte[] ExportPkcs8() => [.. _pkcs8];

    /// <summary>Signs a text with ES256 (RFC 7518 §3.4).</summary>
    internal byte[] Sign(string text)
    {
        if (!_idle.TryTake(out var key))
        {
            key = ECDsa.Create();
            key.ImportPkcs8PrivateKey(_pkcs8, out _);
        }
        var signature = key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256);
        _idle.Add(key);
        return signature;
    }

    /// <summary>The thumbprint only.</summary>
    public override string ToString() => $"DPoPKey({Thumbprint})";

    /// <summary>Forgets the key.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_pkcs8);
        while (_idle.TryTake(out var key)) key.Dispose();
    }
}
