using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace OAuth2Server.Jwt.Tests.Reading;

/// <summary>An authorization server of the tests: keys, key sets, and tokens with any header and payload.</summary>
internal sealed class TestIssuer
{
    internal const string Name = "https://auth.example.com";
    internal const string Resource = "https://photos.example.com/api";

    internal static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly AsymmetricAlgorithm _key;

    internal TestIssuer(string algorithm = SigningAlgorithm.ES256, string keyId = "k1", int rsaBits = 2048)
    {
        (Algorithm, KeyId) = (algorithm, keyId);
        _key = algorithm is SigningAlgorithm.RS256 or SigningAlgorithm.PS256 ? RSA.Create(rsaBits)
            : ECDsa.Create(algorithm == SigningAlgorithm.ES384 ? ECCurve.NamedCurves.nistP384 : ECCurve.NamedCurves.nistP256);
    }

    internal string Algorithm { get; }

    internal string KeyId { get; }

    /// <summary>The header of a usual token.</summary>
    internal JsonObject Header => new() { ["alg"] = Algorithm, ["typ"] = "at+jwt", ["kid"] = KeyId };

    /// <summary>The claims of a usual token, which is valid for an hour.</summary>
    internal static JsonObject Claims(DateTimeOffset? now = null) => new()
    {
        ["iss"] = Name,
        ["aud"] = Resource,
        ["sub"] = "alice",
        ["client_id"] = "app",
        ["scope"] = "a b",
        ["jti"] = "t1",
        ["iat"] = (now ?? Now).ToUnixTimeSeconds(),
        ["exp"] = (now ?? Now).AddHours(1).ToUnixTimeSeconds(),
    };

    /// <summary>The public key as a member of a key set.</summary>
    internal JsonObject Jwk()
    {
        if (_key is RSA rsa)
        {
            var numbers = rsa.ExportParameters(false);
            return new()
            {
                ["kty"] = "RSA", ["kid"] = KeyId, ["alg"] = Algorithm, ["use"] = "sig", ["n"] = Encode(numbers.Modulus!),
                    ["e"] = Encode(numbers.Exponent!),
            };
        }
        var point = ((ECDsa)_key).ExportParameters(false).Q;
        return new()
        {
            ["kty"] = "EC", ["crv"] = Algorithm == SigningAlgorithm.ES384 ? "P-384" : "P-256", ["kid"] = KeyId, ["alg"] = Algorithm,
            ["use"] = "sig", ["x"] = Encode(point.X!), ["y"] = Encode(point.Y!),
        };
    }

    internal static string KeySet(params IEnumerable<JsonObject> keys) =>
        new JsonObject { ["keys"] = new JsonArray([.. keys.Select(key => key.DeepClone())]) }.ToJsonString();

    /// <summary>A token with some members of the claims changed; a null takes a member away.</summary>
    internal string Token(params (string Name, JsonNode? Value)[] changes) => Sign(Header, Changed(Claims(), changes));

    /// <summary>A token with some members of the header changed.</summary>
    internal string WithHeader(params (string Name, JsonNode? Value)[] changes) => Sign(Changed(Header, changes), Claims());

    internal string Sign(JsonObject header, JsonObject claims) => Sign(header.ToJsonString(), claims.ToJsonString());

    /// <summary>Signs any texts.</summary>
    internal string Sign(string header, string payload) => SignSegments(Encode(header), Encode(payload));

    internal string SignSegments(string header, string payload) => $"{header}.{payload}.{Encode(SignatureOf($"{header}.{payload}"))}";

    internal byte[] SignatureOf(string text)
    {
        var data = Encoding.ASCII.GetBytes(text);
        var hash = Algorithm == SigningAlgorithm.ES384 ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256;
        return _key is RSA rsa
            ? rsa.SignData(data, hash, Algorithm == SigningAlgorithm.PS256 ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1)
            : ((ECDsa)_key).SignData(data, hash);
    }

    internal static string Encode(string text) => Encode(Encoding.UTF8.GetBytes(text));

    internal static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    internal static string Metadata(string issuer = Name, string keys = Name + "/jwks") => string.Create(CultureInfo.InvariantCulture,
        $$"""{"issuer":"{{issuer}}","jwks_uri":"{{keys}}","introspection_endpoint":"{{Name}}/introspect","x":[1,{"y":null}]}""");

    private static JsonObject Changed(JsonObject json, (string Name, JsonNode? Value)[] changes)
    {
        foreach (var (name, value) in changes)
        {
            if (value is null) json.Remove(name);
            else json[name] = value;
        }
        return json;
    }
}
