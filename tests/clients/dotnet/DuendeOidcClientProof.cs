using System.Net.Http.Headers;
using Duende.IdentityModel.OidcClient;
using OAuth2Server.DPoP;

namespace OAuth2Server.Clients;

/// <summary>A native application whose tokens work with its key only: the library sends its requests through the handler of
/// OAuth2Server.DPoP.</summary>
internal static class DuendeOidcClientProof
{
    private const string ClientId = "oidcclient-proof";

    internal static async Task CheckAsync(Library library)
    {
        using var key = DPoPKey.Create();
        var client = NewClient(key);
        using var resource = new HttpClient(NewHandler(key));
        var first = await library.CheckAsync("proof nonce", "the code is redeemed with a nonce of the server", async () =>
        {
            var result = await client.LoginAsync(new LoginRequest());
            Assert.False(result.IsError, result.Error + ": " + result.ErrorDescription);
            Assert.Equal("DPoP", result.TokenResponse.TokenType);
            return result;
        });
        await library.CheckAsync("proof DPoP", "tokens work with the key of the client only", async () =>
        {
            Assert.Equal(200, await UseAsync(resource, first.AccessToken));
            Assert.Equal(401, await Server.UseAsync(first.AccessToken));
        });
        await library.CheckAsync("proof refresh", "the refresh token is exchanged with the key of the client only", async () =>
        {
            using var other = DPoPKey.Create();
            Assert.True((await NewClient(other).RefreshTokenAsync(first.RefreshToken)).IsError);
            var second = await client.RefreshTokenAsync(first.RefreshToken);
            Assert.False(second.IsError, second.Error);
            Assert.Equal(200, await UseAsync(resource, second.AccessToken));
        });
    }

    private static OidcClient NewClient(DPoPKey key)
    {
        var browser = new DuendeOidcClient.ScriptedBrowser(ClientId);
        // snippet: dpop
        var client = new OidcClient(new OidcClientOptions
        {
            Authority = Server.Issuer,
            ClientId = ClientId,
            Scope = "openid read",
            RedirectUri = "https://app.example.com/callback",
            Browser = browser,
            IdentityTokenValidator = new SignatureCheck(),
            // The library would send the token to UserInfo as a bearer token.
            LoadProfile = false,
            BackchannelHandler = NewHandler(key),
        });
        // end-snippet
        return client;
    }

    private static DPoPHandler NewHandler(DPoPKey key) => new(key) { InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false } };

    private static async Task<int> UseAsync(HttpClient resource, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Server.Issuer + "/demo/read");
        request.Headers.Authorization = new AuthenticationHeaderValue(DPoPHandler.Scheme, token);
        using var response = await resource.SendAsync(request);
        return (int)response.StatusCode;
    }
}
