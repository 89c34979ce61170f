using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OAuth2Server.Jwt;

namespace OAuth2Server.Tests.Support;

/// <summary>The keys of a server under test, and a reader of its JWTs that has the public halves alone and shares no code with the
/// writer.</summary>
public sealed class TestKeys : ISigningKeyModel
{
    // One ring for all tests: new RSA keys take longer than a test.
    private static readonly Lock Saving = new();
    private static readonly SigningKeys Shared = new(new() { Algorithms = [.. SigningAlgorithm.All] });
    private static SigningKeyRing s_ring = SigningKeyRing.Empty;

    public SigningKeys Keys => Shared;

    /// <summary>Claims of the application.</summary>
    public List<IAccessTokenClaims> Claims { get; } = [];

    public JwtAccessTokenFormat AccessTokens() => new(Keys, this, Claims);

    public JwtIntrospectionFormat Introspection(OAuthEnvironment environment) => new(Keys, this, environment);

    public ValueTask<SigningKeyRing> GetSigningKeysAsync(CancellationToken ct) => new(s_ring);

    public ValueTask<bool> SaveSigningKeysAsync(SigningKeyRing ring, CancellationToken ct)
    {
        lock (Saving)
        {
            if (ring.Version != s_ring.Version + 1) return new(false);
            s_ring = ring;
            return new(true);
        }
    }

    /// <summary>Verifies the signature of a JWT and reads it.</summary>
    public async Task<ReadJwt> ReadAsync(string text)
    {
        var parts = text.Split('.');
        Assert.Equal(3, parts.Length);
        var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0])).RootElement;
        var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
        Assert.True(await IsSignedAsync(header, signed, Base64Url.DecodeFromChars(parts[2])), "The signature is wrong.");
        return new(header, JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1])).RootElement);
    }

    private async Task<bool> IsSignedAsync(JsonElement header, byte[] signed, byte[] signature)
    {
        var algorithm = header.GetProperty("alg").GetString()!;
        var signer = await Keys.GetSignerAsync(this, algorithm, CancellationToken.None);
        Assert.Equal(signer.KeyId, header.GetProperty("kid").GetString());
        using AsymmetricAlgorithm key = algorithm[0] == 'E' ? ECDsa.Create() : RSA.Create();
        key.ImportSubjectPublicKeyInfo(signer.ExportPublicKey(), out _);
        return algorithm switch
        {
            "ES256" => ((ECDsa)key).VerifyData(signed, signature, HashAlgorithmName.SHA256),
            "ES384" => ((ECDsa)key).VerifyData(signed, signature, HashAlgorithmName.SHA384),
            "RS256" => ((RSA)key).VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            "PS256" => ((RSA)key).VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            _ => false,
        };
    }
}

/// <summary>A JWT whose signature is right.</summary>
public sealed record ReadJwt(JsonElement Header, JsonElement Claims)
{
    /// <summary>A text claim; null when there is none.</summary>
    public string? this[string claim] => Claims.TryGetProperty(claim, out var value) ? value.GetString() : null;

    /// <summary>A time.</summary>
    public DateTimeOffset Time(string claim) => DateTimeOffset.FromUnixTimeSeconds(Claims.GetProperty(claim).GetInt64());

    /// <summary>The audience, a text or a list.</summary>
    public string[] Audience => Claims.GetProperty("aud") is { ValueKind: JsonValueKind.Array } list
        ? [.. list.EnumerateArray().Select(one => one.GetString()!)]
        : [this["aud"]!];

    /// <summary>Every name of the claims, sorted.</summary>
    public string Names => string.Join(' ', Claims.EnumerateObject().Select(m => m.Name).Order(StringComparer.Ordinal));
}
