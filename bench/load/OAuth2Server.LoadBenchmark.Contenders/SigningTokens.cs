using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace OAuth2Server.LoadBenchmark;

/// <summary>The tokens of another floor, and one ES256 signature over the length of a small JWT for each token that is issued.</summary>
internal sealed class SigningTokens(ITokens inner) : ITokens
{
    private static readonly byte[] Text = RandomNumberGenerator.GetBytes(420);

    // An instance signs for one caller at a time.
    private readonly ConcurrentBag<ECDsa> _idle = [];

    public Task PrepareAsync(string issuer) => inner.PrepareAsync(issuer);

    public ValueTask<string> IssueAsync()
    {
        Sign();
        return inner.IssueAsync();
    }

    public ValueTask<string> AuthorizeAsync(string challenge) => inner.AuthorizeAsync(challenge);

    public ValueTask<TokenPair?> ExchangeAsync(string code, string verifier)
    {
        Sign();
        return inner.ExchangeAsync(code, verifier);
    }

    public ValueTask<TokenPair?> RotateAsync(string refreshToken)
    {
        Sign();
        return inner.RotateAsync(refreshToken);
    }

    public ValueTask<Holder?> FindAsync(string token) => inner.FindAsync(token);

    private void Sign()
    {
        if (!_idle.TryTake(out var key)) key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Span<byte> signature = stackalloc byte[64];
        key.TrySignData(Text, signature, HashAlgorithmName.SHA256, out _);
        _idle.Add(key);
    }
}
