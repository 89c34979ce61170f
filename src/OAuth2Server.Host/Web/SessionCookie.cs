using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using OAuth2Server.AspNetCore;

namespace OAuth2Server.Host;

/// <summary>The session of a signed-in user: a sealed cookie, new at each sign-in.</summary>
/// <remarks>Scripts cannot read the cookie, and browsers do not send it with a POST from another site.</remarks>
internal static class SessionCookie
{
    internal const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    /// <summary>The claim with the id of the session.</summary>
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

    /// <summary>Signs a user in, in a new session. An attacker who set a cookie in this browser before has no part in it.</summary>
    internal static async Task SignInAsync(HttpContext http, Account account)
    {
        await http.SignOutAsync(Scheme);
        Claim[] claims =
        [
            new(ClaimTypes.NameIdentifier, account.Subject),
            new(ClaimTypes.Name, account.Username),
            new(SessionId, RandomWord.Next()),
        ];
        await http.SignInAsync(Scheme, new(new ClaimsIdentity(claims, Scheme)));
    }

    /// <summary>Sets the name and the attributes of a cookie. Another issuer on the same host has other names.</summary>
    /// <remarks>
    /// RFC 6265bis §4.1.3: only this host over https can set a cookie with the prefix <c>__Host-</c>, so another subdomain
    /// cannot plant one. The prefix needs the path <c>/</c>; an issuer with a path has <c>__Secure-</c>, and its cookies are
    /// not sent to other paths.
    /// </remarks>
    internal static void Secure(CookieBuilder cookie, string name, PublicAddress address)
    {
        var prefix = !address.IsHttps ? "" : address.Path.HasValue ? "__Secure-" : "__Host-";
        cookie.Name = $"{prefix}oauth2.{name}.{address.Label}";
        cookie.SecurePolicy = address.IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.HttpOnly = true;
        cookie.Path = address.Path.HasValue ? address.Path.ToUriComponent() : "/";
    }

    private static async Task RefuseClosedAccountsAsync(CookieValidatePrincipalContext context)
    {
        var accounts = context.HttpContext.RequestServices.GetRequiredService<IAccounts>();
        var subject = context.Principal?.FindFirstValue(ClaimTypes.NameIdentifier);
        var isOpen = subject is not null && await accounts.FindAsync(subject, context.HttpContext.RequestAborted) is not null;
        if (!isOpen) context.RejectPrincipal();
    }
}
