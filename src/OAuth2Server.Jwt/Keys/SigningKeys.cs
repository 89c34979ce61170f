using System.Security.Cryptography;
using System.Collections.Concurrent;

namespace OAuth2Server.Jwt;

/// <summary>The keys that sign, for as long as the application runs.</summary>
public sealed class SigningKeys
{
    // A first form for the parts that are built beside it: one key per algorithm in memory. The key ring of the model replaces it.
    private readonly ConcurrentDictionary<string, JwtSigner> _signers = new(StringComparer.Ordinal);

    /// <summary>The algorithms that it has keys for.</summary>
    public IReadOnlyList<string> Algorithms { get; } = SigningAlgorithm.All;

    /// <summary>Finds the key that signs now.</summary>
    /// <param name="model">Keeps the keys.</param>
    /// <param name="algorithm">One of <see cref="SigningAlgorithm.All"/>.</param>
    /// <param name="ct">Stops the work.</param>
    public ValueTask<JwtSigner> GetSignerAsync(ISigningKeyModel model, string algorithm, CancellationToken ct) =>
        new(_signers.GetOrAdd(algorithm, static algorithm =>
        {
            using AsymmetricAlgorithm key = SigningAlgorithm.IsRsa(algorithm) ? RSA.Create(2048)
                : ECDsa.Create(algorithm == SigningAlgorithm.ES384 ? ECCurve.NamedCurves.nistP384 : ECCurve.NamedCurves.nistP256);
            return new(algorithm, algorithm, key.ExportPkcs8PrivateKey());
        }));
}
