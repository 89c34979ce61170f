using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Duende.IdentityModel;
using Duende.IdentityModel.Client;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace OAuth2Server.Clients;

/// <summary>Pushed requests, assertions and proofs. The library sends them; Microsoft.IdentityModel signs them.</summary>
internal static class DuendeProof
{
    private const string ClientId = "duende-identitymodel-proof";

    private static readonly HttpClient http = new();
    private static readonly JsonWebTokenHandler handler = new() { SetDefaultTimesOnTokenCreation = false };
    private static readonly SigningCredentials assertionKey =
        new(new Microsoft.IdentityModel.Tokens.JsonWebKey(Server.ClientKey), "ES256");
    private static readonly ECDsa proofKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    internal static async Task CheckAsync(Library library)
    {
        var server = await http.GetDiscoveryDocumentAsync(Server.Issuer);
        Assert.Contains("ES256", server.DPoPSigningAlgorithmsSupported);
        var (pushed, verifier) = await library.CheckAsync(
            "proof private_key_jwt", "an assertion authenticates the client instead of a secret",
            () => PushAsync(server));
        var first = await library.CheckAsync("proof pushed request", "the browser carries an address of the request only", async () =>
        {
            var url = new RequestUrl(server.AuthorizeEndpoint!).Create(
                new Parameters { { "client_id", ClientId }, { "request_uri", pushed.RequestUri! } });
            var answer = new AuthorizeResponse(await Server.AuthorizeAsync(url));
            return await RedeemAsync(server, answer.Code!, verifier);
        });
        await library.CheckAsync("proof DPoP", "tokens work with the key of the client only", async () =>
        {
            Assert.Equal("DPoP", first.TokenType);
            Assert.Equal(200, await UseAsync(first.AccessToken!));
            Assert.Equal(401, await Server.UseAsync(first.AccessToken));
        });
    }

    private static async Task<(PushedAuthorizationResponse Pushed, string Verifier)> PushAsync(DiscoveryDocumentResponse server)
    {
        var verifier = CryptoRandom.CreateUniqueId(32);
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var redirectUri = Server.RedirectUri;
        // snippet: push
        var pushed = await http.PushAuthorizationAsync(new PushedAuthorizationRequest
        {
            Address = server.PushedAuthorizationRequestEndpoint,
            ClientId = ClientId,
            ClientAssertion = Assertion(),
            ClientCredentialStyle = ClientCredentialStyle.PostBody,
            ResponseType = OidcConstants.ResponseTypes.Code,
            RedirectUri = redirectUri,
            Scope = "read",
            CodeChallenge = challenge,
            CodeChallengeMethod = OidcConstants.CodeChallengeMethods.Sha256,
        });
        // end-snippet
        Assert.False(pushed.IsError, pushed.Raw);
        return (pushed, verifier);
    }

    private static async Task<TokenResponse> RedeemAsync(DiscoveryDocumentResponse server, string code, string verifier)
    {
        var refused = await RedeemAsync(null);
        Assert.Equal("use_dpop_nonce", refused.Error);
        var tokens = await RedeemAsync(refused.DPoPNonce);
        Assert.False(tokens.IsError, tokens.Raw);
        return tokens;

        Task<TokenResponse> RedeemAsync(string? nonce)
        {
            // snippet: redeem
            var tokens = http.RequestAuthorizationCodeTokenAsync(new AuthorizationCodeTokenRequest
            {
                Address = server.TokenEndpoint,
                ClientId = ClientId,
                ClientAssertion = Assertion(),
                ClientCredentialStyle = ClientCredentialStyle.PostBody,
                DPoPProofToken = Proof("POST", server.TokenEndpoint!, nonce),
                Code = code,
                RedirectUri = Server.RedirectUri,
                CodeVerifier = verifier,
            });
            // end-snippet
            return tokens;
        }
    }

    private static ClientAssertion Assertion()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["iss"] = ClientId,
            ["sub"] = ClientId,
            ["aud"] = Server.Issuer,
            ["jti"] = CryptoRandom.CreateUniqueId(),
            ["iat"] = now,
            ["exp"] = now + 60,
        });
        return new()
        {
            Type = OidcConstants.ClientAssertionTypes.JwtBearer,
            Value = handler.CreateToken(claims, assertionKey, new Dictionary<string, object> { ["typ"] = "client-authentication+jwt" }),
        };
    }

    private static string Proof(string method, string url, string? nonce, string? accessToken = null)
    {
        var claims = new Dictionary<string, object>
        {
            ["jti"] = CryptoRandom.CreateUniqueId(),
            ["htm"] = method,
            ["htu"] = url,
            ["iat"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
        };
        if (nonce is not null) claims["nonce"] = nonce;
        if (accessToken is not null) claims["ath"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken)));
        var point = proofKey.ExportParameters(false).Q;
        var jwk = new Dictionary<string, object>
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["x"] = Base64Url.EncodeToString(point.X),
            ["y"] = Base64Url.EncodeToString(point.Y),
        };
        var key = new SigningCredentials(new ECDsaSecurityKey(proofKey), "ES256");
        return handler.CreateToken(
            JsonSerializer.Serialize(claims), key, new Dictionary<string, object> { ["typ"] = "dpop+jwt", ["jwk"] = jwk });
    }

    /// <summary>Uses a token at the resource, which demands a nonce too.</summary>
    private static async Task<int> UseAsync(string token)
    {
        string? nonce = null;
        for (var attempt = 0; ; attempt++)
        {
            var url = Server.Issuer + "/demo/read";
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.SetDPoPToken(token, Proof("GET", url, nonce, token));
            using var response = await http.SendAsync(request);
            if (response.IsSuccessStatusCode || attempt == 1) return (int)response.StatusCode;
            nonce = response.Headers.GetValues("DPoP-Nonce").Single();
        }
    }
}
