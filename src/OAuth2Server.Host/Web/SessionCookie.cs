using System.Buffers.Text;
using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using OAuth2Server.AspNetCore;

namespace OAuth2Server.Host;

/// <summary>The cookie of a session: a sealed random text, new at each sign-in. The session itself is in the store.</summary>
/// <remarks>Scripts cannot read the cookie, and browsers do not send it with a POST from another site.</remarks>
internal static class SessionCookie
{
    internal const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    /// <summary>The claim with the public id of the session.</summary>
    internal const string SessionId = "sid";

    /// <summary>The claim with a text that is new at each sign-in, also where the session goes on.</summary>
    internal const string SignInId = "sign_in";

    /// <summary>The one claim of the sealed cookie: the secret of the session. The store has its hash.</summary>
    internal const string Secret = "session";

    internal static void AddSessionCookie(this IServiceCollection services)
    {
        services.AddAuthentication(Scheme).AddCookie(Scheme).AddOAuth2Bearer();
        services.Configure<OAuth2AspNetCoreOptions>(options =>
        {
            options.Session = principal => principal.FindFirstValue(SignInId);
            options.EndSession = SignOutAsync;
        });
        services.AddOptions<OAuth2AspNetCoreOptions>().Configure<PublicAddress>(
            (options, address) => options.SignInCookie = new IssuerCookie("sign_in", address));
        services.AddOptions<CookieAuthenticationOptions>(Scheme).Configure<PublicAddress>((options, address) =>
        {
            Secure(options.Cookie, "session", address);
            options.LoginPath = "/login";
            options.ReturnUrlParameter = "returnUrl";
            options.ExpireTimeSpan = UserSessions.Lifetime;
            options.SlidingExpiration = false;
            options.Events.OnValidatePrincipal = FindSessionAsync;
        });
    }

    /// <summary>Signs a user in, in a new session; in the same session where the user is signed in already. Either way the cookie is new:
    /// an attacker who set a cookie in this browser before has no part in it.</summary>
    internal static async Task SignInAsync(HttpContext http, Account account)
    {
        var (address, agent) = (http.Connection.RemoteIpAddress, http.Request.Headers.UserAgent.ToString());
        var secret = http.Items[typeof(Session)] is Session current && current.Subject == account.Subject
            ? await Sessions(http).RenewAsync(current, account, address, agent, http.RequestAborted)
            : null;
        if (secret is null)
        {
            await EndAsync(http);
            secret = await Sessions(http).BeginAsync(account, address, agent, http.RequestAborted);
        }
        await http.SignInAsync(Scheme, new(new ClaimsIdentity([new(Secret, secret)], Scheme)));
    }

    /// <summary>Ends the session of this browser and removes its cookie. A copy of the cookie opens nothing any more.</summary>
    internal static async Task EndAsync(HttpContext http)
    {
        if (http.User.FindFirstValue(ClaimTypes.NameIdentifier) is { } subject && http.User.FindFirstValue(SessionId) is { } id)
            await Sessions(http).EndAsync(subject, id, http.RequestAborted);
        await http.SignOutAsync(Scheme);
    }

    /// <summary>Ends the session because its user, or a client of its user, asked for it.</summary>
    internal static async Task SignOutAsync(HttpContext http)
    {
        await EndAsync(http);
        if (http.User.FindFirstValue(ClaimTypes.NameIdentifier) is not { } subject) return;
        http.RequestServices.GetRequiredService<SignInAudit>().SignedOut(http, subject);
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

    private static UserSessions Sessions(HttpContext http) => http.RequestServices.GetRequiredService<UserSessions>();

    // The cookie has the secret of the session only. Who the user is comes from the store, at each request.
    private static async Task FindSessionAsync(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        var secret = context.Principal?.FindFirstValue(Secret);
        var found = secret is null
            ? null
            : await Sessions(http).FindAsync(new(secret), http.Connection.RemoteIpAddress, http.RequestAborted);
        if (found is not (var session, var account))
        {
            context.RejectPrincipal();
            return;
        }
        http.Items[typeof(Session)] = session;
        Claim[] claims =
        [
            new(ClaimTypes.NameIdentifier, account.Subject),
            new(ClaimTypes.Name, account.Username),
            new(SessionId, session.Id),
            // Of the hash, which is the key of the store: it does not leave the server in the clear.
            new(SignInId, Base64Url.EncodeToString(SHA256.HashData(session.Hash.ToByteArray()).AsSpan(0, 16))),
            new("auth_time", session.SignedInAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            .. session.Methods.Select(method => new Claim("amr", method)),
        ];
        if (http.RequestServices.GetRequiredService<HostSettings>().SignIn.AcrOf(session) is { } acr) claims = [.. claims, new("acr", acr)];
        context.ReplacePrincipal(new(new ClaimsIdentity(claims, Scheme)));
    }
}
