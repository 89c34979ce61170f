using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace OAuth2Server.Jwt.Tests.Keys;

/// <summary>The key set as resource servers read it.</summary>
[RfcSection("RFC 7517", "4")]
[RfcSection("RFC 7517", "5")]
public sealed class KeySetTests
{
    private readonly Ring _ring = new() { Options = new() { Algorithms = [.. SigningAlgorithm.All] } };

    [Fact]
    [RfcSection("RFC 7518", "6.2")]
    [RfcSection("RFC 7518", "6.3")]
    public async Task A_key_has_the_members_of_its_kind()
    {
        using var set = JsonDocument.Parse(await _ring.Node().GetKeySetAsync(_ring.Model, Ring.Ct));
        Assert.Equal(["keys"], set.RootElement.EnumerateObject().Select(member => member.Name));
        var keys = set.RootElement.GetProperty("keys").EnumerateArray().ToDictionary(key => key.GetProperty("alg").GetString()!);
        Assert.Equal("kid use alg crv kty x y", Members(keys["ES256"]));
        Assert.Equal("kid use alg crv kty x y", Members(keys["ES384"]));
        Assert.Equal("kid use alg e kty n", Members(keys["RS256"]));
        Assert.Equal("kid use alg e kty n", Members(keys["PS256"]));
        Assert.Equal(("P-256", 43), (keys["ES256"].GetProperty("crv").GetString(), keys["ES256"].GetProperty("x").GetString()!.Length));
        Assert.Equal(("P-384", 64), (keys["ES384"].GetProperty("crv").GetString(), keys["ES384"].GetProperty("y").GetString()!.Length));
        Assert.Equal(("AQAB", 342), (keys["RS256"].GetProperty("e").GetString(), keys["RS256"].GetProperty("n").GetString()!.Length));
        Assert.All(keys.Values, key => Assert.Equal("sig", key.GetProperty("use").GetString()));
    }

    [Fact]
    [RfcSection("RFC 7517", "9.2")]
    public async Task No_private_member_is_in_it()
    {
        var node = _ring.Node();
        var set = Encoding.UTF8.GetString((await node.GetKeySetAsync(_ring.Model, Ring.Ct)).Span);
        using var json = JsonDocument.Parse(set);
        var names = json.RootElement.GetProperty("keys").EnumerateArray().SelectMany(key => key.EnumerateObject()).Select(m => m.Name);
        Assert.Empty(names.Intersect(["d", "p", "q", "dp", "dq", "qi", "oth", "k"]));
    }

    /// <summary>A second implementation reads the set and verifies what the signers of the ring signed.</summary>
    [Fact]
    public async Task Another_library_reads_it_and_verifies_with_it()
    {
        var node = _ring.Node();
        var set = new JsonWebKeySet(Encoding.UTF8.GetString((await node.GetKeySetAsync(_ring.Model, Ring.Ct)).Span));
        foreach (var algorithm in SigningAlgorithm.All)
        {
            var signer = await node.GetSignerAsync(_ring.Model, algorithm, Ring.Ct);
            var (data, signature) = (RandomNumberGenerator.GetBytes(100), new byte[signer.MaxSignatureLength]);
            var length = signer.Sign(data, signature);
            var key = set.GetSigningKeys().Single(key => key.KeyId == signer.KeyId);
            using var verifier = key.CryptoProviderFactory.CreateForVerifying(key, algorithm);
            Assert.True(verifier.Verify(data, signature[..length]));
            data[0] ^= 1;
            Assert.False(verifier.Verify(data, signature[..length]));
        }
    }

    [Fact]
    [RfcSection("RFC 7517", "4.5")]
    [RfcSection("RFC 7638", "3")]
    public async Task The_id_of_a_key_is_its_thumbprint_as_another_library_computes_it()
    {
        var set = new JsonWebKeySet(Encoding.UTF8.GetString((await _ring.Node().GetKeySetAsync(_ring.Model, Ring.Ct)).Span));
        Assert.Equal(4, set.Keys.Count);
        Assert.All(set.Keys, key => Assert.Equal(Base64UrlEncoder.Encode(key.ComputeJwkThumbprint()), key.Kid));
    }

    [Fact]
    [RfcSection("RFC 7638", "3.1")]
    public void The_thumbprint_is_that_of_the_example()
    {
        var example = new RSAParameters
        {
            Exponent = [1, 0, 1],
            Modulus = Base64UrlEncoder.DecodeBytes(
                "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMs" +
                "tn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5ha" +
                "jrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"),
        };
        Assert.Equal("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", PublicJsonWebKey.Of(example).Thumbprint);
    }

    [Theory]
    [InlineData(2048)]
    [InlineData(3072)]
    [InlineData(4096)]
    public async Task An_RSA_key_has_the_size_of_the_settings(int bits)
    {
        _ring.Options = new() { Algorithms = [SigningAlgorithm.RS256], RsaKeySize = bits };
        var signer = await _ring.Node().GetSignerAsync(_ring.Model, SigningAlgorithm.RS256, Ring.Ct);
        Assert.Equal(bits / 8, signer.MaxSignatureLength);
    }

    private static string Members(JsonElement key) => string.Join(' ', key.EnumerateObject().Select(member => member.Name));
}
