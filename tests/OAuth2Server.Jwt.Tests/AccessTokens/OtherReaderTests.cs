using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace OAuth2Server.Jwt.Tests.AccessTokens;

/// <summary>What libraries of other people read in our access tokens, with the public key alone.</summary>
public sealed class OtherReaderTests
{
    private readonly SigningKeys _keys = new(new() { Algorithms = [.. SigningAlgorithm.All] });
    private readonly InMemoryModel _model = new();

    public static TheoryData<string> Algorithms { get; } = [.. SigningAlgorithm.All];

    private async Task<(string Text, AsymmetricAlgorithm Key, string KeyId)> IssueAsync(string algorithm)
    {
        var bound = new TokenBinding("jkt", "thumbprint", "DPoP").WriteTo(Properties.Empty);
        var text = await new JwtAccessTokenFormat(_keys, _model, []).TextAsync(Drafts.Of(algorithm: algorithm, properties: bound));
        var signer = await _keys.GetSignerAsync(_model, algorithm, TestContext.Current.CancellationToken);
        AsymmetricAlgorithm key = SigningAlgorithm.IsRsa(algorithm) ? RSA.Create() : ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(signer.ExportPublicKey(), out _);
        return (text, key, signer.KeyId);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task Microsofts_handler_accepts_a_token_and_reads_its_claims(string algorithm)
    {
        var (text, key, keyId) = await IssueAsync(algorithm);
        SecurityKey security = key is RSA rsa ? new RsaSecurityKey(rsa) : new ECDsaSecurityKey((ECDsa)key);
        security.KeyId = keyId;
        var result = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(text, new()
        {
            ValidIssuer = Drafts.Issuer,
            ValidAudience = Drafts.Resource,
            ValidTypes = ["at+jwt"],
            ValidAlgorithms = [algorithm],
            IssuerSigningKey = security,
            TryAllIssuerSigningKeys = false,
        });
        Assert.True(result.IsValid, result.Exception?.Message);
        Assert.Equal(("alice", "app", "a b"), (result.Claims["sub"], result.Claims["client_id"], result.Claims["scope"]));

        var changed = text[..^6] + (text[^6] == 'A' ? 'B' : 'A') + text[^5..];
        Assert.False((await new JsonWebTokenHandler().ValidateTokenAsync(changed, new()
        {
            ValidIssuer = Drafts.Issuer,
            ValidAudience = Drafts.Resource,
            IssuerSigningKey = security,
        })).IsValid);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task Jose_jwt_accepts_a_token_and_reads_its_claims(string algorithm)
    {
        var (text, key, keyId) = await IssueAsync(algorithm);
        var header = Jose.JWT.Headers(text);
        Assert.Equal(("at+jwt", algorithm, keyId), (header["typ"], header["alg"], header["kid"]));
        var claims = JsonDocument.Parse(Jose.JWT.Decode(text, key, Enum.Parse<Jose.JwsAlgorithm>(algorithm))).RootElement;
        Assert.Equal(Drafts.Issuer, claims.GetProperty("iss").GetString());
        Assert.Equal(Drafts.Now.ToUnixTimeSeconds() + 3600, claims.GetProperty("exp").GetInt64());
        Assert.Equal("thumbprint", claims.GetProperty("cnf").GetProperty("jkt").GetString());

        using AsymmetricAlgorithm other = SigningAlgorithm.IsRsa(algorithm) ? RSA.Create() : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.ThrowsAny<Exception>(() => Jose.JWT.Decode(text, other, Enum.Parse<Jose.JwsAlgorithm>(algorithm)));
    }
}
