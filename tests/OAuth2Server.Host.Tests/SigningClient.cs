using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace OAuth2Server.Host.Tests;

/// <summary>The key of a client that signs assertions in the place of a secret.</summary>
internal sealed class SigningClient : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The public key set as a JSON object.</summary>
    internal JsonObject Jwks => new() { ["keys"] = new JsonArray(Key()) };

    /// <summary>The public key set as a text.</summary>
    internal string JwksText => Jwks.ToJsonString();

    /// <summary>The public key, or with its private member.</summary>
    internal JsonObject Key(bool withPrivateMember = false)
    {
        var key = _key.ExportParameters(withPrivateMember);
        var json = new JsonObject
        {
            ["kty"] = "EC", ["crv"] = "P-256",
            ["x"] = Base64Url.EncodeToString(key.Q.X), ["y"] = Base64Url.EncodeToString(key.Q.Y),
        };
        if (withPrivateMember) json["d"] = Base64Url.EncodeToString(key.D);
        return json;
    }

    /// <summary>Asks for a token of the client's own with a signed assertion.</summary>
    /// <param name="server">The server.</param>
    /// <param name="id">The client.</param>
    /// <param name="issuer">The audience; null for the address of the server.</param>
    /// <param name="jti">The name of the assertion.</param>
    internal async Task<int> GetTokenAsync(TestServer server, string id, string? issuer = null, string jti = "1")
    {
        var ct = TestContext.Current.CancellationToken;
        using var client = new HttpClient { BaseAddress = new(server.Address) };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["client_assertion"] = Assertion(server, id, issuer ?? server.Address, jti),
        });
        using var answer = await client.PostAsync(new Uri("/oauth2/token", UriKind.Relative), form, ct);
        return (int)answer.StatusCode;
    }

    public void Dispose() => _key.Dispose();

    private string Assertion(TestServer server, string id, string issuer, string jti)
    {
        var now = server.Clock.GetUtcNow().ToUnixTimeSeconds();
        var header = """{"alg":"ES256","typ":"client-authentication+jwt"}""";
        var claims = $$"""{"iss":"{{id}}","sub":"{{id}}","aud":"{{issuer}}","iat":{{now}},"exp":{{now + 60}},"jti":"{{jti}}"}""";
        var input = $"{Base64(header)}.{Base64(claims)}";
        return $"{input}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256))}";
    }

    private static string Base64(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
