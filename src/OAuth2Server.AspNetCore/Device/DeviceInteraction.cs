using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace OAuth2Server.AspNetCore;

/// <summary>What the page needs where users type the code that a device shows (RFC 8628 §3.3): find what is asked, and give one of the two answers.</summary>
/// <remarks>
/// Put the prompt's ticket into the form as a field named <c>ticket</c>: it carries the code, sealed for the signed-in user and a while, so that another site's form cannot answer.
/// Ask the user, also where a link brought the code: it may come from somebody who wants his own device allowed (RFC 8628 §5.4).
/// </remarks>
public sealed class DeviceInteraction
{
    private readonly AuthorizationServer _server;
    private readonly DeviceTickets _tickets;
    private readonly OAuth2AspNetCoreOptions _options;

    internal DeviceInteraction(AuthorizationServer server, DeviceTickets tickets, IOptions<OAuth2AspNetCoreOptions> options)
    {
        _server = server;
        _tickets = tickets;
        _options = options.Value;
    }

    /// <summary>Finds the request that a code belongs to.</summary>
    /// <param name="http">The request of the page, or of its form, by a signed-in user.</param>
    /// <param name="userCode">The code as it was typed, or as the query's <c>user_code</c> brought it.</param>
    /// <returns>The request to show; <c>invalid_grant</c> for every code that cannot be answered, which says no more; <c>access_denied</c> when nobody is signed in; <c>temporarily_unavailable</c> (429) after too many wrong codes; <c>server_error</c>.</returns>
    public async ValueTask<Outcome<DevicePrompt>> FindAsync(HttpContext http, string userCode)
    {
        if (await _options.SignedInAsync(http) is not { } user) return NobodyIsSignedIn();
        if ((await RequestAsync(http, userCode)).IsError(out var error, out var request)) return error;
        return new DevicePrompt(request, _tickets.Seal(request, user));
    }

    /// <summary>Reads what is asked from the form's ticket.</summary>
    /// <param name="http">The request of the form.</param>
    /// <returns>The request; <c>invalid_grant</c> when the ticket is missing, expired, damaged or another user's, or the request expired or was answered: tell the user to start again; <c>access_denied</c> when nobody is signed in; <c>temporarily_unavailable</c> (429), <c>server_error</c>.</returns>
    public async ValueTask<Outcome<DeviceRequest>> ReadAsync(HttpContext http) =>
        (await OpenAsync(http)).IsError(out var error, out var opened) ? error : opened.Request;

    /// <summary>The resource owner says yes. The device hears it at its next poll.</summary>
    /// <param name="http">The request of the form.</param>
    /// <param name="scope">What is allowed of it; null allows all that was asked for.</param>
    /// <returns>Null when it counts; the errors of <see cref="ReadAsync"/>; <c>access_denied</c> or <c>invalid_scope</c> when nothing of it may be given, which denies the request; <c>server_error</c>.</returns>
    public async ValueTask<OAuthError?> AllowAsync(HttpContext http, Scope? scope = null)
    {
        if ((await OpenAsync(http)).IsError(out var error, out var opened)) return error;
        return await _server.CompleteDeviceAsync(opened.Request, new Decision.Allowed(opened.User, scope ?? opened.Request.Scope), http.RequestAborted);
    }

    /// <summary>The resource owner says no. The device hears <c>access_denied</c> at its next poll.</summary>
    /// <param name="http">The request of the form.</param>
    /// <returns>Null when it counts; the errors of <see cref="ReadAsync"/>; <c>server_error</c>.</returns>
    public async ValueTask<OAuthError?> DenyAsync(HttpContext http)
    {
        if ((await OpenAsync(http)).IsError(out var error, out var opened)) return error;
        return await _server.CompleteDeviceAsync(opened.Request, new Decision.Denied(), http.RequestAborted);
    }

    private async ValueTask<Outcome<Opened>> OpenAsync(HttpContext http)
    {
        if (await _options.SignedInAsync(http) is not { } user) return NobodyIsSignedIn();
        var ticket = (await RequestForm.OrNullAsync(http))?[UserTickets.Field].ToString();
        if (ticket is not { Length: > 0 } || _tickets.Open(ticket, user) is not { } userCode) return OAuthError.InvalidGrant("The ticket is not valid.");
        return (await RequestAsync(http, userCode)).IsError(out var error, out var request) ? error : new Opened(request, user);
    }

    private ValueTask<Outcome<DeviceRequest>> RequestAsync(HttpContext http, string userCode) =>
        _server.FindDeviceRequestAsync(userCode, new HttpContextRequest(http, RequestParameters.Empty), http.RequestAborted);

    private static OAuthError NobodyIsSignedIn() => OAuthError.AccessDenied("Nobody is signed in.");

    private readonly record struct Opened(DeviceRequest Request, User User);
}
