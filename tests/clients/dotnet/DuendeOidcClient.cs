using Duende.IdentityModel.Client;
using Duende.IdentityModel.OidcClient;
using Duende.IdentityModel.OidcClient.Browser;

namespace OAuth2Server.Clients;

/// <summary>A native application, which opens the browser of the system.</summary>
internal static class DuendeOidcClient
{
    private const string ClientId = "oidcclient";

    internal static async Task CheckAsync(Library library)
    {
        var browser = new ScriptedBrowser(ClientId);
        var client = NewClient(Server.Issuer, browser);
        var first = await library.CheckAsync("openid sign-in", "the user in the browser signs in to the application", async () =>
        {
            var result = await client.LoginAsync(new LoginRequest());
            Assert.False(result.IsError, result.Error + ": " + result.ErrorDescription);
            Assert.NotNull(result.User.FindFirst("sid"));
            return result;
        });
        await library.CheckAsync("proof pushed request", "the library pushes its request, because the metadata has the endpoint", () =>
        {
            Assert.Contains("request_uri=", browser.Started, StringComparison.Ordinal);
            Assert.DoesNotContain("redirect_uri=", browser.Started, StringComparison.Ordinal);
            return Task.CompletedTask;
        });
        await library.CheckAsync("openid discovery", "the configuration is found and names this issuer", () =>
        {
            Assert.Equal(Server.Issuer, client.Options.ProviderInformation.IssuerName);
            return Task.CompletedTask;
        });
        await library.CheckAsync("openid userinfo", "the claims of the profile are those of the same user", async () =>
        {
            var claims = await client.GetUserInfoAsync(first.AccessToken);
            Assert.False(claims.IsError, claims.Error);
            Assert.Contains(claims.Claims, claim => claim is { Type: "preferred_username", Value: "alice" });
            Assert.Contains(first.User.Claims, claim => claim is { Type: "preferred_username", Value: "alice" });
        });
        await library.CheckAsync("openid refresh", "the refresh token is exchanged for a new one, and an ID token", async () =>
        {
            var second = await client.RefreshTokenAsync(first.RefreshToken);
            Assert.False(second.IsError, second.Error);
            Assert.NotEqual(first.RefreshToken, second.RefreshToken);
            Assert.NotNull(second.IdentityToken);
        });
        await library.CheckAsync("openid prompt=none", "a user who is signed in is renewed without a page, and no other user", async () =>
        {
            Assert.Equal(first.User.FindFirst("sub")!.Value, (await PromptAsync(client, "none")).User.FindFirst("sub")!.Value);
            var other = NewClient(Server.Issuer, new ScriptedBrowser(""));
            Assert.Equal("login_required", (await PromptAsync(other, "none")).Error);
        });
        await library.CheckAsync("openid errors", "the application learns that the user denied", async () =>
        {
            var other = NewClient(Server.Issuer, new ScriptedBrowser("", "Deny"));
            Assert.Equal("access_denied", (await PromptAsync(other, "consent")).Error);
        });
        await library.CheckAsync("openid logout", "the user is signed out at the server and comes back", async () =>
        {
            var end = await client.LogoutAsync(new LogoutRequest { IdTokenHint = first.IdentityToken });
            Assert.False(end.IsError, end.Error);
            Assert.Equal("login_required", (await PromptAsync(client, "none")).Error);
        });
    }

    private static OidcClient NewClient(string issuer, IBrowser browser)
    {
        // snippet: connect
        var client = new OidcClient(new OidcClientOptions
        {
            Authority = issuer,
            ClientId = ClientId,
            Scope = "openid profile email",
            RedirectUri = "https://app.example.com/callback",
            PostLogoutRedirectUri = "https://app.example.com/signed-out",
            Browser = browser,
            IdentityTokenValidator = new SignatureCheck(),
        });
        // end-snippet
        return client;
    }

    private static Task<LoginResult> PromptAsync(OidcClient client, string prompt) =>
        client.LoginAsync(new LoginRequest { FrontChannelExtraParameters = new Parameters { { "prompt", prompt } } });

    /// <summary>The browser of a user who answers each question in the same way.</summary>
    internal sealed class ScriptedBrowser(string session, string answer = "Allow") : IBrowser
    {
        /// <summary>The first URL of the last run.</summary>
        internal string Started { get; private set; } = "";

        public async Task<BrowserResult> InvokeAsync(BrowserOptions options, CancellationToken cancellationToken = default)
        {
            Started = options.StartUrl;
            var end = await Server.WalkAsync(options.StartUrl, options.EndUrl, answer, session);
            var arrived = end.Url.StartsWith(options.EndUrl, StringComparison.Ordinal);
            return new()
            {
                ResultType = arrived ? BrowserResultType.Success : BrowserResultType.UnknownError,
                Response = end.Url,
                Error = end.Text,
            };
        }
    }
}
