using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace OAuth2Server.Fapi2.Tests;

/// <summary>A key pair of a client. It signs assertions, request objects and proofs, with the base class library only.</summary>
internal sealed class ClientKey
{
    private readonly AsymmetricAlgorithm _key;

    private ClientKey(AsymmetricAlgorithm key, string algorithm, string id) => (_key, Algorithm, Id) = (key, algorithm, id);

    /// <summary>The algorithm that it signs with, unless the header of a token names another one.</summary>
    internal string Algorithm { get; }

    internal string Id { get; }

    internal static ClientKey NewEcdsa(string id = "ec") => new(ECDsa.Create(ECCurve.NamedCurves.nistP256), "ES256", id);

    internal static ClientKey NewRsa(string id = "rsa") => new(RSA.Create(2048), "PS256", id);

    /// <summary>The members of the public key (RFC 7518 §6), which make the thumbprint (RFC 7638 §3.2).</summary>
    internal JsonObject PublicMembers()
    {
        if (_key is ECDsa ecdsa)
        {
            var point = ecdsa.ExportParameters(false).Q;
            return new() { ["crv"] = "P-256", ["kty"] = "EC", ["x"] = Text(point.X!), ["y"] = Text(point.Y!) };
        }
        var rsa = ((RSA)_key).ExportParameters(false);
        return new() { ["e"] = Text(rsa.Exponent!), ["kty"] = "RSA", ["n"] = Text(rsa.Modulus!) };
    }

    /// <summary>The public key with its identifier, as clients register it.</summary>
    internal JsonObject PublicJwk()
    {
        var jwk = PublicMembers();
        (jwk["kid"], jwk["use"]) = (Id, "sig");
        return jwk;
    }

    /// <summary>The public key together with the private one, which a proof must not have.</summary>
    internal JsonObject PrivateJwk()
    {
        var jwk = PublicMembers();
        jwk["d"] = Text(_key is ECDsa ecdsa ? ecdsa.ExportParameters(true).D! : ((RSA)_key).ExportParameters(true).D!);
        return jwk;
    }

    internal string Thumbprint() => Text(SHA256.HashData(Encoding.UTF8.GetBytes(PublicMembers().ToJsonString())));

    /// <param name="data">What is signed.</param>
    /// <param name="algorithm">The algorithm that the header names.</param>
    internal byte[] Sign(byte[] data, string algorithm) => (algorithm, _key) switch
    {
        ("none", _) => [],
        ("RS256", RSA rsa) => rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        (_, RSA rsa) => rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        _ => ((ECDsa)_key).SignData(data, HashAlgorithmName.SHA256),
    };

    /// <summary>A key set with the public keys.</summary>
    internal static string Set(params ClientKey[] keys) =>
        new JsonObject { ["keys"] = new JsonArray([.. keys.Select(key => key.PublicJwk())]) }.ToJsonString();

    internal static string Text(byte[] data) => Base64Url.EncodeToString(data);
}
