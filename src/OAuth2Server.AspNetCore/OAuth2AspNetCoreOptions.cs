using System.Buffers;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace OAuth2Server.AspNetCore;

/// <summary>How the authorization endpoint meets the application's own sign-in and consent pages.</summary>
public sealed class OAuth2AspNetCoreOptions
{
    private static readonly SearchValues<char> HeaderNameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>The authentication scheme that resource owners sign in with, usually a cookie.</summary>
    /// <value>Default null: the application's default scheme.</value>
    public string? LoginScheme { get; set; }

    /// <summary>The path of the consent page, which uses <see cref="ConsentInteraction"/>.</summary>
    /// <value>Starts with a slash; default <c>/consent</c>.</value>
    public string ConsentPath { get; set; } = "/consent";

    /// <summary>How long a consent page, or the page that answers a device, may stay open.</summary>
    /// <value>Default 10 minutes.</value>
    public TimeSpan ConsentLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The path of the sign-out page, which uses <see cref="LogoutInteraction"/>. It is used with OpenID Connect only.</summary>
    /// <value>Starts with a slash; default <c>/logout</c>.</value>
    public string LogoutPath { get; set; } = "/logout";

    /// <summary>Ends the session of the browser when a client or the user asks for it, and removes its cookie.</summary>
    /// <value>Default null: <see cref="ISessionModel.EndSessionAsync"/> for the session that <see cref="Authentication"/> names, if the
    /// model keeps sessions, and a sign-out from <see cref="LoginScheme"/>.</value>
    public Func<HttpContext, Task>? EndSession { get; set; }

    /// <summary>The request headers that pages of other origins may send to the endpoints that they may read (CORS).</summary>
    /// <value>Names of headers (RFC 9110 §5.1). Default: <c>Content-Type</c>; <c>Authorization</c> for clients that authenticate in the
    /// header; <c>DPoP</c> (RFC 9449 §4); <c>traceparent</c> and <c>tracestate</c> for traces of the page; <c>MCP-Protocol-Version</c>,
    /// which clients of the Model Context Protocol send.</value>
    public IList<string> CorsAllowedHeaders { get; set; } =
        ["Content-Type", "Authorization", "DPoP", "traceparent", "tracestate", "MCP-Protocol-Version"];

    /// <summary>Tells the resource owner of a signed-in principal; null means that it is none, and has to sign in.</summary>
    /// <value>Default: the claim <see cref="ClaimTypes.NameIdentifier"/>, otherwise <c>sub</c>.</value>
    public Func<ClaimsPrincipal, User?> User { get; set; } = principal =>
        (principal.FindFirst(ClaimTypes.NameIdentifier) ?? principal.FindFirst("sub")) is { Value.Length: > 0 } id ? new(id.Value) : null;

    /// <summary>Tells the session of a signed-in principal: a text that is new after each sign-in. A ticket of one session cannot be used
    /// in another one, also not in a later one of the same user. Null binds tickets to the user only.</summary>
    /// <value>Default: the claim <c>sid</c>.</value>
    public Func<ClaimsPrincipal, string?> Session { get; set; } = principal => principal.FindFirst("sid")?.Value;

    /// <summary>For how long after a request for a new sign-in (<c>prompt=login</c>, <c>max_age</c>) the sign-in may follow.</summary>
    /// <value>Default 1 hour.</value>
    public TimeSpan SignInLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Tells when and how a signed-in principal signed in, and in which session; null when it is not known. Access tokens and
    /// introspection show the time and the methods (RFC 9068 §2.2.1, RFC 9470).</summary>
    /// <value>Default: the claims <c>auth_time</c> (seconds since 1970), <c>acr</c>, <c>amr</c> and <c>sid</c>. Write <c>auth_time</c> at
    /// the sign-in: the time of a cookie changes when the cookie is renewed, and is not the time of the sign-in.</value>
    public Func<ClaimsPrincipal, UserAuthentication?> Authentication { get; set; } = AuthenticationClaims.Read;

    /// <summary>Writes the page for an error that must not be redirected (RFC 6749 §4.1.2.1). The status and the headers of the error are
    /// set already; show no text of the request.</summary>
    /// <value>Default null: a plain page of the library.</value>
    public Func<HttpContext, OAuthError, Task>? ErrorPage { get; set; }

    /// <summary>Whether a text can be the name of a header (RFC 9110 §5.1).</summary>
    /// <param name="text">The text.</param>
    public static bool IsHeaderName(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > 0 && !text.AsSpan().ContainsAnyExcept(HeaderNameCharacters);
    }

    /// <summary>Who uses the current browser; null when no user is signed in.</summary>
    internal async ValueTask<SignedIn?> SignedInAsync(HttpContext http)
    {
        var login = await http.AuthenticateAsync(LoginScheme);
        return login.Principal is { } principal && User(principal) is { } user
            ? new(user, Session(principal) ?? "", Authentication(principal))
            : null;
    }
}
