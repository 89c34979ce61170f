using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace OAuth2Server.AspNetCore;

/// <summary>Seals that a request asked for a new sign-in: when, in which browser, and who was signed in then. The browser brings it back
/// after the sign-in, so that the request is not asked for a sign-in without end, and an old sign-in does not pass for a new one.</summary>
internal sealed class SignInTickets(IDataProtectionProvider protection, TimeProvider clock, IOptions<OAuth2AspNetCoreOptions> options)
{
    /// <summary>The parameter that carries the ticket in the authorization request.</summary>
    internal const string Parameter = "sign_in_ticket";

    private const int BrowserLength = 43;

    private readonly IDataProtector _protector = protection.CreateProtector("OAuth2Server.AspNetCore.SignInTicket.1");

    private CookieBuilder Cookie => options.Value.SignInCookie;

    /// <summary>The parameters with which the browser comes back to a request, and the ticket that it brought with it.</summary>
    internal static RequestParameters Resumption(AuthorizationRequest request, OAuthContext context) =>
        request.ToResume[Parameter] is null && context.Parameters[Parameter] is { } ticket
            ? RequestParameters.Of([.. request.ToResume, KeyValuePair.Create(Parameter, ticket)])
            : request.ToResume;

    /// <summary>The parameters that bring the browser back to a request, with a ticket of this moment, for this browser.</summary>
    internal RequestParameters Add(HttpContext http, AuthorizationRequest request, SignedIn? now)
    {
        var own = Own(request.ToResume);
        var ticket = string.Join('\n',
            clock.GetUtcNow().UtcTicks.ToString(CultureInfo.InvariantCulture),
            HashOf(RequestParameters.Of(own).ToQuery()),
            HashOf(BrowserOf(http) ?? NewBrowser(http)),
            now is null ? "" : Mark(now),
            string.Join(' ', request.Interaction.ContextClasses));
        return RequestParameters.Of([.. own, KeyValuePair.Create(Parameter, _protector.Protect(ticket))]);
    }

    /// <summary>Opens the ticket of a request.</summary>
    /// <returns>Null when there is none, or it is damaged, expired, of another request or of another browser.</returns>
    internal SignInTicket? Open(HttpContext http, RequestParameters parameters)
    {
        if (parameters[Parameter] is not { } ticket || BrowserOf(http) is not { } browser) return null;
        if (Read(ticket)?.Split('\n') is not [var ticks, var request, var owner, var before, var classes]) return null;
        var at = new DateTimeOffset(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero);
        return request == HashOf(RequestParameters.Of(Own(parameters)).ToQuery()) && owner == HashOf(browser)
            && at + options.Value.SignInLifetime > clock.GetUtcNow()
                ? new(at, before, [.. classes.Split(' ', StringSplitOptions.RemoveEmptyEntries)])
                : null;
    }

    /// <summary>What distinguishes a sign-in from the next one of the same user.</summary>
    internal static string Mark(SignedIn signedIn) =>
        HashOf($"{signedIn.Session.Length}:{signedIn.Session}{signedIn.Authentication?.Time?.ToUnixTimeSeconds()}");

    // Without it a ticket could be taken where no user is signed in, and used where one is.
    private string? BrowserOf(HttpContext http) =>
        http.Request.Cookies[Cookie.Name!] is { Length: BrowserLength } browser ? browser : null;

    private string NewBrowser(HttpContext http)
    {
        var browser = Base64UrlText(RandomNumberGenerator.GetBytes(32));
        http.Response.Cookies.Append(Cookie.Name!, browser, Cookie.Build(http, clock.GetUtcNow()));
        return browser;
    }

    private string? Read(string ticket)
    {
        try
        {
            return _protector.Unprotect(ticket);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static List<KeyValuePair<string, string>> Own(RequestParameters parameters) =>
        [.. parameters.Where(pair => pair.Key != Parameter)];

    private static string HashOf(string text) => Base64UrlText(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Base64UrlText(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
