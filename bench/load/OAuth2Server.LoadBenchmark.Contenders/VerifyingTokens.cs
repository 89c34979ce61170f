using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace OAuth2Server.LoadBenchmark;

/// <summary>The tokens of another floor, and one verification of an ES256 signature over the length of a DPoP proof for each token that is
/// issued or looked up. The key is there already, and nothing is read.</summary>
internal sealed class VerifyingTokens(ITokens inner) : ITokens
{
    private static readonly byte[] Text = RandomNumberGenerator.GetBytes(420);
    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly byte[] Signature = Key.SignData(Text, HashAlgorithmName.SHA256);
    private static readonly ECParameters Public = Key.ExportParameters(includePrivateParameters: false);

    // An instance verifies for one caller at a time.
    private readonly ConcurrentBag<ECDsa> _idle = [];

    public Task PrepareAsync(string issuer) => inner.PrepareAsync(issuer);

    public ValueTask<string> IssueAsync()
    {
        Verify();
        return inner.IssueAsync();
    }

    public ValueTask<string> AuthorizeAsync(string challenge) => inner.AuthorizeAsync(challenge);

    public ValueTask<TokenPair?> ExchangeAsync(string code, string verifier) => inner.ExchangeAsync(code, verifier);

    public ValueTask<TokenPair?> RotateAsync(string refreshToken) => inner.RotateAsync(refreshToken);

    public ValueTask<Holder?> FindAsync(string token)
    {
        Verify();
        return inner.FindAsync(token);
    }

    private void Verify()
    {
        if (!_idle.TryTake(out var key)) key = ECDsa.Create(Public);
        if (!key.VerifyData(Text, Signature, HashAlgorithmName.SHA256)) throw new InvalidOperationException("The signature is wrong.");
        _idle.Add(key);
    }
}
