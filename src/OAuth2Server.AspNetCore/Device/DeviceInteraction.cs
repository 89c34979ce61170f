using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace OAuth2Server.AspNetCore;

/// <summary>What the page needs on which users type the code that a device shows (RFC 8628 §3.3): find the request, show the prompt, give
/// one of the two answers.</summary>
/// <remarks>
/// Put the prompt's ticket into the form as a field named <c>ticket</c>: it carries the code, sealed for the signed-in user and a limited
/// time, so that another site's form cannot answer.
/// Ask the user also where a link brought the code: it may come from an attacker whose device the user would allow (RFC 8628 §5.4).
/// </remarks>
public sealed class DeviceInteraction
{
    private readonly AuthorizationServer _server;
    private readonly DeviceTickets _tickets;
    private readonly OAuth2AspNetCoreOptions _options;

    internal DeviceInteraction(AuthorizationServer server, DeviceTickets tickets, IOptions<OAuth2AspNetCoreOptions> options)
    {
        (_server, _tickets) = (server, tickets);
        _options = options.Value;
    }

    /// <summary>Finds the request of a user code.</summary>
    /// <param name="http">The request of the page, or of its form, by the signed-in user.</param>
    /// <param name="userCode">The code as it was typed, or as the query's <c>user_code</c> brought it.</param>
    /// <returns>The prompt; <c>invalid_grant</c> for every code that cannot be answered, without a reason; <c>access_denied</c> when no
    /// user is signed in;
    /// <c>temporarily_unavailable</c> (429) after too many wrong codes; <c>server_error</c>.</returns>
    public async ValueTask<Outcome<DevicePrompt>> FindAsync(HttpContext http, string userCode)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (await _options.SignedInAsync(http) is not { } signedIn) return UserTickets.NotSignedIn;
        return await FindAsync(http, userCode, signedIn);
    }

    /// <summary>Opens the ticket of the form.</summary>
    /// <param name="http">The request of the form, by the signed-in user.</param>
    /// <returns>The prompt; <c>invalid_grant</c> when the ticket is missing, damaged, expired, or of another user or session, or the
    /// request is expired or was answered: let the user start again; <c>access_denied</c> when no user is signed in;
    /// <c>temporarily_unavailable</c> (429), <c>server_error</c>.</returns>
    public async ValueTask<Outcome<DevicePrompt>> OpenAsync(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (await _options.SignedInAsync(http) is not { } signedIn) return UserTickets.NotSignedIn;
        return http.Request.HasFormContentType && await UserTickets.OfAsync(http) is { } ticket
            && _tickets.Open(ticket, signedIn) is { } userCode
            ? await FindAsync(http, userCode, signedIn)
            : UserTickets.NotValid;
    }

    private async ValueTask<Outcome<DevicePrompt>> FindAsync(HttpContext http, string userCode, SignedIn signedIn)
    {
        var outcome = await _server.FindDeviceRequestAsync(
            userCode, signedIn.User, http.GetOAuthContext(), http.RequestAborted);
        return outcome.IsError(out var error, out var request)
            ? error
            : new DevicePrompt(_server, request, _tickets.Seal(request, signedIn), signedIn, http);
    }
}

/// <summary>Seals the user code of a device's request that travels through the page.</summary>
internal sealed class DeviceTickets(IDataProtectionProvider protection, TimeProvider clock, IOptions<OAuth2AspNetCoreOptions> options)
{
    private readonly UserTickets _tickets =
        new(protection.CreateProtector("OAuth2Server.AspNetCore.DeviceTicket.2"), clock, options.Value.ConsentLifetime);

    internal string Seal(DeviceRequest request, SignedIn signedIn) => _tickets.Seal(request.UserCode, signedIn);

    /// <summary>The user code; null when the ticket is damaged, expired, or of another user or session.</summary>
    internal string? Open(string ticket, SignedIn signedIn) => _tickets.Open(ticket, signedIn);
}
