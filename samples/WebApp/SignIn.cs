using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace WebApp;

/// <summary>The settings of the handler of Microsoft for this authorization server.</summary>
internal static class SignIn
{
    internal static void Add(IServiceCollection services, string authority, string clientId, string clientSecret)
    {
        // snippet: sign-in
        services.AddAuthentication(o =>
        {
            o.DefaultScheme = CookieAuthenticationDefaults.AuthenticationScheme;
            o.DefaultChallengeScheme = OpenIdConnectDefaults.AuthenticationScheme;
        })
        .AddCookie(o => o.Events.OnValidatePrincipal = TokenRenewal.RenewAsync)
        .AddOpenIdConnect(o =>
        {
            o.Authority = authority;                    // the issuer, exactly as in the setting of the server
            o.RequireHttpsMetadata = new Uri(authority).Scheme == "https";
            o.ClientId = clientId;
            o.ClientSecret = clientSecret;
            o.ResponseType = "code";                    // with PKCE, which the handler adds
            o.MapInboundClaims = false;                 // sub stays sub
            o.GetClaimsFromUserInfoEndpoint = true;     // the ID token has no claims of the profile
            o.ClaimActions.MapUniqueJsonKey("preferred_username", "preferred_username");
            o.ClaimActions.MapUniqueJsonKey("email", "email");
            o.TokenValidationParameters.NameClaimType = "preferred_username";
            o.Scope.Add("email");                       // openid and profile are there
            o.SaveTokens = true;                        // in the cookie, for TokenRenewal and for calls of APIs
        });
        // end-snippet
    }
}
