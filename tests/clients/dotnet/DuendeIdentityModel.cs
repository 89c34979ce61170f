using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Duende.IdentityModel;
using Duende.IdentityModel.Client;

namespace OAuth2Server.Clients;

internal static class DuendeIdentityModel
{
    private const string ClientId = "duende-identitymodel";

    private static readonly HttpClient http = new();

    internal static async Task CheckAsync(Library library)
    {
        var server = await library.CheckAsync("discovery", "the metadata is found and names this issuer", DiscoverAsync);
        var first = await library.CheckAsync("code", "a code and its verifier are exchanged for tokens", () => RedeemAsync(server));
        await library.CheckAsync("iss", "the answer names the issuer", () => NameTheIssuerAsync(server));
        var second = await library.CheckAsync("refresh", "the refresh token is exchanged for a new one", () => RefreshAsync(server, first));
        await library.CheckAsync("client credentials", "the client gets a token for itself", () => ActForItselfAsync(server));
        await library.CheckAsync("introspection", "a resource server gets client and scope of a token",
            () => IntrospectAsync(server, second));
        await library.CheckAsync("revocation", "revoking a refresh token revokes its access tokens", () => RevokeAsync(server, second));
        await library.CheckAsync("errors", "a wrong verifier is invalid_grant", () => SpoilVerifierAsync(server));
        await library.CheckAsync("errors", "a denial is access_denied", () => DenyAsync(server));
        await library.CheckAsync("errors", "a wrong secret is invalid_client", () => SpoilSecretAsync(server));
        await library.CheckAsync("device", "a device waits for the user and gets its tokens", () => UseDeviceAsync(server));
    }

    private static async Task<DiscoveryDocumentResponse> DiscoverAsync()
    {
        var issuer = Server.Issuer;
        // snippet: connect
        var server = await http.GetDiscoveryDocumentAsync(new DiscoveryDocumentRequest
        {
            Address = issuer,
            Policy = { DiscoveryDocumentPath = ".well-known/oauth-authorization-server", RequireKeySet = false },
        });
        // end-snippet
        Assert.False(server.IsError, server.Error);
        Assert.Equal(issuer, server.Issuer);
        return server;
    }

    private static async Task<(string Verifier, AuthorizeResponse Answer)> AskAsync(
        DiscoveryDocumentResponse server, string scope, string answer = "Allow")
    {
        var redirectUri = Server.RedirectUri;
        // snippet: authorize
        var verifier = CryptoRandom.CreateUniqueId(32);
        var state = CryptoRandom.CreateUniqueId();
        var url = new RequestUrl(server.AuthorizeEndpoint!).CreateAuthorizeUrl(
            clientId: ClientId,
            responseType: OidcConstants.ResponseTypes.Code,
            redirectUri: redirectUri,
            scope: scope,
            state: state,
            codeChallenge: Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
            codeChallengeMethod: OidcConstants.CodeChallengeMethods.Sha256);
        // end-snippet
        var response = new AuthorizeResponse(await Server.AuthorizeAsync(url, answer));
        Assert.Equal(state, response.State);
        return (verifier, response);
    }

    private static Task<TokenResponse> RedeemAsync(DiscoveryDocumentResponse server, AuthorizeResponse answer, string verifier)
    {
        var (clientSecret, redirectUri) = (Server.ClientSecret, Server.RedirectUri);
        // snippet: redeem
        var tokens = http.RequestAuthorizationCodeTokenAsync(new AuthorizationCodeTokenRequest
        {
            Address = server.TokenEndpoint,
            ClientId = ClientId,
            ClientSecret = clientSecret,
            Code = answer.Code!,
            RedirectUri = redirectUri,
            CodeVerifier = verifier,
        });
        // end-snippet
        return tokens;
    }

    private static async Task<TokenResponse> RedeemAsync(DiscoveryDocumentResponse server)
    {
        var (verifier, answer) = await AskAsync(server, "read");
        var tokens = await RedeemAsync(server, answer, verifier);
        Assert.Equal(200, await Server.UseAsync(tokens.AccessToken));
        return tokens;
    }

    private static async Task NameTheIssuerAsync(DiscoveryDocumentResponse server)
    {
        Assert.True(server.TryGetBoolean("authorization_response_iss_parameter_supported"));
        var (_, answer) = await AskAsync(server, "read");
        Assert.Equal(server.Issuer, answer.TryGet("iss"));
    }

    private static Task<TokenResponse> RefreshAsync(DiscoveryDocumentResponse server, string token) =>
        http.RequestRefreshTokenAsync(new RefreshTokenRequest
        {
            Address = server.TokenEndpoint,
            ClientId = ClientId,
            ClientSecret = Server.ClientSecret,
            RefreshToken = token,
        });

    private static async Task<TokenResponse> RefreshAsync(DiscoveryDocumentResponse server, TokenResponse first)
    {
        var second = await RefreshAsync(server, first.RefreshToken!);
        Assert.NotEqual(first.RefreshToken, second.RefreshToken);
        Assert.Equal(200, await Server.UseAsync(second.AccessToken));
        return second;
    }

    private static Task<TokenResponse> AskForItselfAsync(DiscoveryDocumentResponse server, string secret) =>
        http.RequestClientCredentialsTokenAsync(new ClientCredentialsTokenRequest
        {
            Address = server.TokenEndpoint,
            ClientId = ClientId,
            ClientSecret = secret,
            Scope = "read",
        });

    private static async Task ActForItselfAsync(DiscoveryDocumentResponse server)
    {
        var tokens = await AskForItselfAsync(server, Server.ClientSecret);
        Assert.Equal(200, await Server.UseAsync(tokens.AccessToken));
        Assert.Null(tokens.RefreshToken);
    }

    private static async Task UseDeviceAsync(DiscoveryDocumentResponse server)
    {
        var device = await http.RequestDeviceAuthorizationAsync(new DeviceAuthorizationRequest
        {
            Address = server.DeviceAuthorizationEndpoint,
            ClientId = ClientId,
            ClientSecret = Server.ClientSecret,
            Scope = "read",
        });
        Assert.False(device.IsError, device.Error);

        Assert.Equal("authorization_pending", (await PollAsync()).Error);
        await Server.WalkAsync(device.VerificationUriComplete!);
        await Task.Delay(TimeSpan.FromSeconds(device.Interval));
        Assert.Equal(200, await Server.UseAsync((await PollAsync()).AccessToken));

        Task<TokenResponse> PollAsync() => http.RequestDeviceTokenAsync(new DeviceTokenRequest
        {
            Address = server.TokenEndpoint,
            ClientId = ClientId,
            ClientSecret = Server.ClientSecret,
            DeviceCode = device.DeviceCode!,
        });
    }

    private static Task<TokenIntrospectionResponse> IntrospectAsync(DiscoveryDocumentResponse server, string token) =>
        http.IntrospectTokenAsync(new TokenIntrospectionRequest
        {
            Address = server.IntrospectionEndpoint,
            ClientId = "api",
            ClientSecret = Server.ApiSecret,
            Token = token,
        });

    private static async Task IntrospectAsync(DiscoveryDocumentResponse server, TokenResponse tokens)
    {
        var answer = await IntrospectAsync(server, tokens.AccessToken!);
        Assert.False(answer.IsError, answer.Error);
        Assert.True(answer.IsActive);
        Assert.Contains(answer.Claims, claim => claim is { Type: "client_id", Value: ClientId });
        Assert.Contains(answer.Claims, claim => claim is { Type: "scope", Value: "read" });
        Assert.False((await IntrospectAsync(server, "nonsense")).IsActive);
    }

    private static async Task RevokeAsync(DiscoveryDocumentResponse server, TokenResponse tokens)
    {
        var answer = await http.RevokeTokenAsync(new TokenRevocationRequest
        {
            Address = server.RevocationEndpoint,
            ClientId = ClientId,
            ClientSecret = Server.ClientSecret,
            Token = tokens.RefreshToken!,
            TokenTypeHint = "refresh_token",
        });
        Assert.False(answer.IsError, answer.Error);
        Assert.False((await IntrospectAsync(server, tokens.AccessToken!)).IsActive);
        Assert.Equal("invalid_grant", (await RefreshAsync(server, tokens.RefreshToken!)).Error);
    }

    private static async Task SpoilVerifierAsync(DiscoveryDocumentResponse server)
    {
        var (_, answer) = await AskAsync(server, "read");
        var refused = await RedeemAsync(server, answer, CryptoRandom.CreateUniqueId(32));
        Assert.Equal((HttpStatusCode.BadRequest, ResponseErrorType.Protocol), (refused.HttpStatusCode, refused.ErrorType));
        Assert.Equal("invalid_grant", refused.Error);
    }

    private static async Task DenyAsync(DiscoveryDocumentResponse server)
    {
        var (_, answer) = await AskAsync(server, "write", "Deny");
        Assert.True(answer.IsError);
        Assert.Equal("access_denied", answer.Error);
    }

    // For a 401 the library reports the status only. It does not read the error.
    private static async Task SpoilSecretAsync(DiscoveryDocumentResponse server)
    {
        var refused = await AskForItselfAsync(server, "wrong");
        Assert.True(refused.IsError);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.HttpStatusCode);
    }
}
