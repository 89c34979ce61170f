using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using OAuth2Server.AspNetCore;

namespace OAuth2Server.Host;

/// <summary>Who is signed in: a sealed cookie that scripts cannot read, other sites cannot post with, and that is new at each sign-in.</summary>
internal static class SessionCookie
{
    internal const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    /// <summary>The claim that tells one session from the next.</summary>
    internal const string SessionId = "sid";

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(8);

    internal static void AddSessionCookie(this IServiceCollection services)
    {
        services.AddAuthentication(Scheme).AddCookie(Scheme).AddOAuth2Bearer();
        services.AddOptions<CookieAuthenticationOptions>(Scheme).Configure<PublicAddress>((options, address) =>
        {
            Secure(options.Cookie, "session", address);
            options.LoginPath = "/login";
            options.ReturnUrlParameter = "returnUrl";
            options.ExpireTimeSpan = Lifetime;
            options.SlidingExpiration = false;
            options.Events.OnValidatePrincipal = RefuseClosedAccountsAsync;
        });
    }

    /// <summary>Signs somebody in, in a new session: what was set in this browser before counts for nothing.</summary>
    internal static async Task SignInAsync(HttpContext http, Account account)
    {
        await http.SignOutAsync(Scheme);
        var identity = new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, account.Subject), new(ClaimTypes.Name, account.Username), new(SessionId, RandomWord.Next())], Scheme);
        await http.SignInAsync(Scheme, new(identity));
    }

    // __Host-: only this host over https can set it, so no neighbouring subdomain can plant one (RFC 6265bis §4.1.3.2).
    internal static void Secure(CookieBuilder cookie, string name, PublicAddress address)
    {
        cookie.Name = address.IsHttps ? "__Host-oauth2." + name : "oauth2." + name;
        cookie.SecurePolicy = address.IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.HttpOnly = true;
        cookie.Path = "/";
    }

    private static async Task RefuseClosedAccountsAsync(CookieValidatePrincipalContext context)
    {
        var accounts = context.HttpContext.RequestServices.GetRequiredService<IAccounts>();
        var subject = context.Principal?.FindFirstValue(ClaimTypes.NameIdentifier);
        if (subject is null || await accounts.FindAsync(subject, context.HttpContext.RequestAborted) is null) context.RejectPrincipal();
    }
}
