using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace OAuth2Server.LoadBenchmark;

/// <summary>One signature over the length of a small JWT.</summary>
internal interface ISigning
{
    void Sign();
}

/// <summary>With ES256.</summary>
internal sealed class EcdsaSigning : ISigning
{
    private static readonly byte[] Text = RandomNumberGenerator.GetBytes(420);

    // An instance signs for one caller at a time.
    private readonly ConcurrentBag<ECDsa> _idle = [];

    public void Sign()
    {
        if (!_idle.TryTake(out var key)) key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Span<byte> signature = stackalloc byte[64];
        key.TrySignData(Text, signature, HashAlgorithmName.SHA256, out _);
        _idle.Add(key);
    }
}

/// <summary>With RS256, as ID tokens are signed.</summary>
internal sealed class RsaSigning : ISigning
{
    private static readonly byte[] Text = RandomNumberGenerator.GetBytes(420);
    private static readonly RSAParameters Key = NewKey();

    private readonly ConcurrentBag<RSA> _idle = [];

    public void Sign()
    {
        if (!_idle.TryTake(out var key)) key = RSA.Create(Key);
        Span<byte> signature = stackalloc byte[256];
        key.TrySignData(Text, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, out _);
        _idle.Add(key);
    }

    private static RSAParameters NewKey()
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportParameters(includePrivateParameters: true);
    }
}
