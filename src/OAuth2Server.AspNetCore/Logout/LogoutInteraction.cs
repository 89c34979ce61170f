using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using OAuth2Server.OpenIdConnect;

namespace OAuth2Server.AspNetCore;

/// <summary>What a sign-out page needs: open the ticket, show what the prompt says, and end the session. Put the prompt's ticket into the
/// form as a field named <c>ticket</c>, and make the form safe from forgery.</summary>
public sealed class LogoutInteraction
{
    private readonly LogoutTickets _tickets;
    private readonly FrontChannelLogout _frames;
    private readonly LogoutSignal _signal;
    private readonly ISessionModel? _sessions;
    private readonly OAuth2AspNetCoreOptions _options;

    internal LogoutInteraction(
        LogoutTickets tickets, FrontChannelLogout frames, LogoutSignal signal, ISessionModel? sessions,
        IOptions<OAuth2AspNetCoreOptions> options)
    {
        (_tickets, _frames, _signal, _sessions) = (tickets, frames, signal, sessions);
        _options = options.Value;
    }

    /// <summary>Opens the ticket of the query or of the form.</summary>
    /// <param name="http">The request of the sign-out page, or of its form.</param>
    /// <returns>Null when there is no ticket, or it is damaged, expired, or of another user or session: then the page offers the sign-out
    /// to a signed-in user, as if no client had asked for it.</returns>
    public async ValueTask<LogoutPrompt?> OpenAsync(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (await UserTickets.OfAsync(http) is not { } ticket) return null;
        if (_tickets.OpenEnd(ticket) is { } end) return new(end);
        if (await _options.SignedInAsync(http) is not { } signedIn) return null;
        return _tickets.OpenQuestion(ticket, signedIn) is { } question
            ? new(question, ticket, async () => After(http, question.Target, question.ClientName, await EndAsync(http, signedIn)))
            : null;
    }

    /// <summary>Ends the session of this browser, because its user asked for it on a page of the application.</summary>
    /// <param name="http">The request of a form that is safe from forgery.</param>
    /// <param name="returnPath">Where the browser goes then: a path of this application; null for the sign-out page, which says that the
    /// user is signed out.</param>
    /// <returns>The redirect there, or first to the sign-out page where clients have pages to load.</returns>
    public async ValueTask<IResult> SignOutAsync(HttpContext http, string? returnPath)
    {
        ArgumentNullException.ThrowIfNull(http);
        var frames = await _options.SignedInAsync(http) is { } signedIn ? await EndAsync(http, signedIn) : [];
        return After(http, returnPath, null, frames);
    }

    /// <summary>Answers a valid request of a client.</summary>
    internal async ValueTask<IResult> AnswerAsync(HttpContext http, LogoutRequest request)
    {
        var clientName = request.Client is { } client ? client.DisplayName ?? client.Id : null;
        if (await _options.SignedInAsync(http) is not { } signedIn)
        {
            // Nothing is left to end. Any page can send the browser here, so without a proof that the client did it the user decides.
            return request.Hint is not null || request.Target is null
                ? After(http, request.Target, clientName, [])
                : Page(http, _tickets.Seal(new SignedOut(request.Target, GoesOn: false, clientName, [])));
        }
        return request.IsAbout(signedIn.User.Id, signedIn.Authentication?.SessionId)
            ? After(http, request.Target, clientName, await EndAsync(http, signedIn))
            : Page(http, _tickets.Seal(new LogoutQuestion(clientName, request.Target), signedIn));
    }

    /// <summary>Ends the session of this browser.</summary>
    /// <returns>The pages of clients to load.</returns>
    private async ValueTask<IReadOnlyList<string>> EndAsync(HttpContext http, SignedIn signedIn)
    {
        var (subject, sessionId) = (signedIn.User.Id, signedIn.Authentication?.SessionId);
        // Before the end: what is not there any more cannot be listed.
        var frames = await _frames.AddressesAsync(subject, sessionId, http.GetOAuthContext(), http.RequestAborted);
        if (_options.EndSession is { } end) await end(http);
        else
        {
            if (_sessions is not null && sessionId is not null) await _sessions.EndSessionAsync(subject, sessionId, http.RequestAborted);
            await http.SignOutAsync(_options.LoginScheme);
        }
        _signal.Wake();
        return frames;
    }

    private SeeOther After(HttpContext http, string? target, string? clientName, IReadOnlyList<string> frames) =>
        frames.Count > 0 ? Page(http, _tickets.Seal(new SignedOut(target, GoesOn: target is not null, clientName, [.. frames])))
        : target is null ? Page(http, null)
        : new(target);

    private SeeOther Page(HttpContext http, string? ticket) => new(
        http.Request.PathBase + _options.LogoutPath + (ticket is null ? "" : $"?{UserTickets.Field}={Uri.EscapeDataString(ticket)}"));
}
