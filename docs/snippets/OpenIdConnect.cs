using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OAuth2Server;
using OAuth2Server.AspNetCore;
using OAuth2Server.OpenIdConnect;

namespace Snippets;

internal static class OpenIdConnect
{
    internal static void Add(WebApplicationBuilder builder, InMemoryModel model)
    {
        // snippet: add
        builder.Services.AddOAuth2Server(model, o => o.Issuer = "https://auth.example.com")
            .AddAuthorizationCode().AddRefreshToken()
            .AddOpenIdConnect(o => o.IdTokenLifetime = TimeSpan.FromMinutes(10));
        // end-snippet
    }

    internal static Client Register()
    {
        // snippet: client
        var client = new OpenIdClient { IdTokenSignedResponseAlg = "ES256", DefaultMaxAge = TimeSpan.FromHours(8) }.AddTo(new Client
        {
            Id = "shop",
            Type = ClientType.Confidential,
            GrantTypes = ["authorization_code", "refresh_token"],
            RedirectUris = ["https://shop.example.com/signin-oidc"],
            Scope = Scope.Parse("openid profile email offline_access"),
        });
        // end-snippet
        return client;
    }

    internal static void SignIn(WebApplication app)
    {
        // snippet: signin
        app.MapGet("/login", async (HttpContext http, SignInInteraction signIn, string? returnUrl) =>
        {
            var prompt = await signIn.ReadAsync(http, returnUrl);
            var isSignedIn = http.User.Identity?.IsAuthenticated == true;
            if (isSignedIn && !prompt.MustSignIn) return Results.LocalRedirect(returnUrl ?? "/");
            return Results.Content(MyPages.SignIn(username: prompt.LoginHint, returnUrl), "text/html");
        });
        // end-snippet
    }

    private static class MyPages
    {
        internal static string SignIn(string? username, string? returnUrl) => $"{username} {returnUrl}";
    }

    internal sealed class Claims : IUserClaimsModel
    {
        private static readonly Dictionary<string, (string Name, string Email)> Users = [];

        // snippet: claims
        public ValueTask<UserClaims?> GetUserClaimsAsync(
            string subject, IReadOnlyCollection<string> names, Client client, OAuthContext context, CancellationToken ct)
        {
            if (!Users.TryGetValue(subject, out var user)) return new((UserClaims?)null);
            var claims = new UserClaims();
            claims.Add("name", user.Name);
            claims.Add("email", user.Email);
            claims.Add("email_verified", false);
            return new(claims);
        }
        // end-snippet
    }
}
