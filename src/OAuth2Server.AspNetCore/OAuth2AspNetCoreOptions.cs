using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace OAuth2Server.AspNetCore;

/// <summary>How the authorization endpoint meets the application's own sign-in and consent pages.</summary>
public sealed class OAuth2AspNetCoreOptions
{
    /// <summary>The authentication scheme that resource owners sign in with, usually a cookie.</summary>
    /// <value>Default null: the application's default scheme.</value>
    public string? LoginScheme { get; set; }

    /// <summary>The path of the consent page, which uses <see cref="ConsentInteraction"/>.</summary>
    /// <value>Starts with a slash; default <c>/consent</c>.</value>
    public string ConsentPath { get; set; } = "/consent";

    /// <summary>How long a consent page, or the page that answers a device, may stay open.</summary>
    /// <value>Default 10 minutes.</value>
    public TimeSpan ConsentLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Tells the resource owner of a signed-in principal; null means that it is none, and has to sign in.</summary>
    /// <value>Default: the claim <see cref="ClaimTypes.NameIdentifier"/>, otherwise <c>sub</c>.</value>
    public Func<ClaimsPrincipal, User?> User { get; set; } = principal =>
        (principal.FindFirst(ClaimTypes.NameIdentifier) ?? principal.FindFirst("sub")) is { Value.Length: > 0 } id ? new(id.Value) : null;

    /// <summary>Tells the session of a signed-in principal: a text that is new after each sign-in. A ticket of one session cannot be used
    /// in another one, also not in a later one of the same user. Null binds tickets to the user only.</summary>
    /// <value>Default: the claim <c>sid</c>.</value>
    public Func<ClaimsPrincipal, string?> Session { get; set; } = principal => principal.FindFirst("sid")?.Value;

    /// <summary>Writes the page for an error that must not be redirected (RFC 6749 §4.1.2.1). The status and the headers of the error are
    /// set already; show no text of the request.</summary>
    /// <value>Default null: a plain page of the library.</value>
    public Func<HttpContext, OAuthError, Task>? ErrorPage { get; set; }

    /// <summary>Who uses the current browser; null when no user is signed in.</summary>
    internal async ValueTask<SignedIn?> SignedInAsync(HttpContext http)
    {
        var login = await http.AuthenticateAsync(LoginScheme);
        return login.Principal is { } principal && User(principal) is { } user ? new(user, Session(principal) ?? "") : null;
    }
}
