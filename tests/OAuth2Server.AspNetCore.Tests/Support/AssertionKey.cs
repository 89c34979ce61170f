using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OAuth2Server.Jwt;

namespace OAuth2Server.AspNetCore.Tests.Support;

/// <summary>The key of a client that authenticates with <c>private_key_jwt</c>.</summary>
internal sealed class AssertionKey : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private int _count;

    /// <summary>The key set that the client registers.</summary>
    internal string Jwks
    {
        get
        {
            var point = _key.ExportParameters(false).Q;
            var (x, y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
            return $$"""{"keys":[{"kty":"EC","crv":"P-256","kid":"k1","x":"{{x}}","y":"{{y}}"}]}""";
        }
    }

    /// <summary>A form with an assertion that is valid for a minute.</summary>
    internal Parameters Sign(Parameters form, string id, DateTimeOffset now, string audience = Known.Issuer)
    {
        var claims = new JsonObject
        {
            ["iss"] = id, ["sub"] = id, ["aud"] = audience, ["jti"] = $"{++_count}", ["exp"] = now.ToUnixTimeSeconds() + 60,
        };
        var text = Encode("""{"alg":"ES256","kid":"k1","typ":"client-authentication+jwt"}""") + "." + Encode(claims.ToJsonString());
        var signature = Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256));
        return [.. form, ("client_assertion_type", PrivateKeyJwt.AssertionType), ("client_assertion", $"{text}.{signature}")];
    }

    public void Dispose() => _key.Dispose();

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
