using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace OAuth2Server.Tests.Support;

/// <summary>A client's key for DPoP, which makes proofs with any header and payload. It shares no code with the library.</summary>
public sealed class DPoPClientKey
{
    private readonly AsymmetricAlgorithm _key;

    public DPoPClientKey(string algorithm = "ES256", int rsaBits = 2048)
    {
        Algorithm = algorithm;
        _key = algorithm[0] == 'E'
            ? ECDsa.Create(algorithm == "ES384" ? ECCurve.NamedCurves.nistP384 : ECCurve.NamedCurves.nistP256)
            : RSA.Create(rsaBits);
    }

    public string Algorithm { get; }

    public string Thumbprint => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Jwk().ToJsonString())));

    /// <summary>The public key; its members in the order of RFC 7638, or with the private ones behind them.</summary>
    public JsonObject Jwk(bool withPrivate = false)
    {
        if (_key is RSA rsa)
        {
            var numbers = rsa.ExportParameters(withPrivate);
            var jwk = new JsonObject { ["e"] = Text(numbers.Exponent!), ["kty"] = "RSA", ["n"] = Text(numbers.Modulus!) };
            if (withPrivate) jwk["d"] = Text(numbers.D!);
            return jwk;
        }
        var point = ((ECDsa)_key).ExportParameters(withPrivate);
        var ec = new JsonObject
        {
            ["crv"] = Algorithm == "ES384" ? "P-384" : "P-256", ["kty"] = "EC", ["x"] = Text(point.Q.X!), ["y"] = Text(point.Q.Y!),
        };
        if (withPrivate) ec["d"] = Text(point.D!);
        return ec;
    }

    /// <summary>A proof.</summary>
    public string Prove(
        string method, string address, DateTimeOffset now, string? token = null, string? nonce = null, Action<JsonObject>? claims = null,
        Action<JsonObject>? header = null)
    {
        var first = new JsonObject { ["typ"] = "dpop+jwt", ["alg"] = Algorithm, ["jwk"] = Jwk() };
        header?.Invoke(first);
        var second = new JsonObject
        {
            ["jti"] = Guid.NewGuid().ToString(), ["htm"] = method, ["htu"] = address, ["iat"] = now.ToUnixTimeSeconds(),
        };
        if (token is not null) second["ath"] = HashOf(token);
        if (nonce is not null) second["nonce"] = nonce;
        claims?.Invoke(second);
        return Sign(first.ToJsonString(), second.ToJsonString());
    }

    public string Sign(string header, string payload)
    {
        var signed = $"{Text(Encoding.UTF8.GetBytes(header))}.{Text(Encoding.UTF8.GetBytes(payload))}";
        return $"{signed}.{Text(SignatureOf(Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>The claim <c>ath</c>.</summary>
    public static string HashOf(string token) => Text(SHA256.HashData(Encoding.ASCII.GetBytes(token)));

    private byte[] SignatureOf(byte[] data)
    {
        var hash = Algorithm == "ES384" ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256;
        return _key is RSA rsa
            ? rsa.SignData(data, hash, Algorithm[0] == 'P' ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1)
            : ((ECDsa)_key).SignData(data, hash);
    }

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
