using System.Security.Cryptography;

namespace OAuth2Server.Jwt.Tests.Signing;

public sealed class JwtSignerTests
{
    private static readonly byte[] Data = RandomNumberGenerator.GetBytes(500);

    public static TheoryData<string> Algorithms { get; } = [.. SigningAlgorithm.All];

    private static JwtSigner New(string algorithm, out AsymmetricAlgorithm key)
    {
        key = SigningAlgorithm.IsRsa(algorithm) ? RSA.Create(2048)
            : ECDsa.Create(algorithm == SigningAlgorithm.ES384 ? ECCurve.NamedCurves.nistP384 : ECCurve.NamedCurves.nistP256);
        return new("key-1", algorithm, key.ExportPkcs8PrivateKey());
    }

    private static bool IsSigned(string algorithm, AsymmetricAlgorithm key, ReadOnlySpan<byte> signature) => key switch
    {
        RSA rsa => rsa.VerifyData(Data, signature, HashAlgorithmName.SHA256,
            algorithm == SigningAlgorithm.PS256 ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1),
        ECDsa ecdsa => ecdsa.VerifyData(Data, signature,
            algorithm == SigningAlgorithm.ES384 ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256),
        _ => false,
    };

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Many_threads_sign_at_once(string algorithm)
    {
        var signer = New(algorithm, out var key);
        var signatures = new byte[64][];
        Parallel.For(0, signatures.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, number =>
        {
            var signature = new byte[signer.MaxSignatureLength];
            signatures[number] = signature[..signer.Sign(Data, signature)];
        });
        Assert.All(signatures, signature => Assert.True(IsSigned(algorithm, key, signature)));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void The_length_is_the_one_of_the_algorithm(string algorithm)
    {
        var signer = New(algorithm, out _);
        Assert.Equal(signer.MaxSignatureLength, signer.Sign(Data, new byte[signer.MaxSignatureLength]));
        Assert.Throws<ArgumentException>(() => signer.Sign(Data, new byte[signer.MaxSignatureLength - 1]));
    }

    [Fact]
    public void A_key_of_another_kind_is_refused()
    {
        New(SigningAlgorithm.ES256, out var ecdsa);
        New(SigningAlgorithm.RS256, out var rsa);
        Assert.ThrowsAny<CryptographicException>(() => new JwtSigner("key-1", SigningAlgorithm.RS256, ecdsa.ExportPkcs8PrivateKey()));
        Assert.ThrowsAny<CryptographicException>(() => new JwtSigner("key-1", SigningAlgorithm.ES256, rsa.ExportPkcs8PrivateKey()));
    }

    [Fact]
    public void A_curve_of_another_algorithm_is_refused()
    {
        New(SigningAlgorithm.ES256, out var p256);
        New(SigningAlgorithm.ES384, out var p384);
        Assert.ThrowsAny<CryptographicException>(() => new JwtSigner("key-1", SigningAlgorithm.ES384, p256.ExportPkcs8PrivateKey()));
        Assert.ThrowsAny<CryptographicException>(() => new JwtSigner("key-1", SigningAlgorithm.ES256, p384.ExportPkcs8PrivateKey()));
    }

    [Fact]
    public void It_prints_no_key() => Assert.Equal("JwtSigner(key-1, ES256)", New(SigningAlgorithm.ES256, out _).ToString());
}
