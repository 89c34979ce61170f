using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OAuth2Server.AspNetCore;

/// <summary>What a consent page needs: open the ticket, show the prompt, give one of the two answers. Put the prompt's ticket into the form
/// as a field named <c>ticket</c>.</summary>
public sealed class ConsentInteraction
{
    // Answers in other windows at the same time.
    private const int Attempts = 5;

    private readonly AuthorizationServer _server;
    private readonly ConsentTickets _tickets;
    private readonly OAuth2AspNetCoreOptions _options;
    private readonly IConsentModel? _consents;
    private readonly RememberedConsents _remembered;
    private readonly UsedTickets _used;
    private readonly IAttemptModel? _attempts;
    private readonly ILogger _log;

    internal ConsentInteraction(
        AuthorizationServer server, ConsentTickets tickets, IOptions<OAuth2AspNetCoreOptions> options, ILogger<ConsentInteraction> log,
        IConsentModel? consents, RememberedConsents remembered, UsedTickets used, IAttemptModel? attempts)
    {
        (_server, _tickets, _log, _consents, _remembered) = (server, tickets, log, consents, remembered);
        (_used, _attempts) = (used, attempts);
        _options = options.Value;
    }

    /// <summary>Opens the ticket of the query or of the form.</summary>
    /// <param name="http">The request of the page, or of its form, by the signed-in user.</param>
    /// <returns>The prompt; <c>access_denied</c> when no user is signed in; <c>invalid_grant</c> when the ticket is missing, damaged,
    /// expired, or of another user or session: let the user start again with <see cref="RequestAsync"/>.</returns>
    public async ValueTask<Outcome<ConsentPrompt>> OpenAsync(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (await _options.SignedInAsync(http) is not { } signedIn) return UserTickets.NotSignedIn;
        return await UserTickets.OfAsync(http) is { } ticket && _tickets.Open(ticket, signedIn) is { } content
            && await DetailsAsync(content, http) is { } details
            ? new ConsentPrompt(this, content, details, ticket, signedIn, http)
            : UserTickets.NotValid;
    }

    /// <summary>The authorization request in a ticket that <see cref="OpenAsync"/> refused, so that the user can start it again: send the
    /// browser to the authorization endpoint with these parameters. They are validated there as if the client had sent them.</summary>
    /// <remarks>This gives an attacker nothing: a link to a ticket of the attacker is as good as a link to the authorization
    /// endpoint.</remarks>
    /// <param name="http">The request of the page, or of its form.</param>
    /// <returns>The parameters; null when the ticket is missing or damaged.</returns>
    public async ValueTask<RequestParameters?> RequestAsync(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return await UserTickets.OfAsync(http) is { } ticket ? _tickets.OpenAny(ticket)?.Parameters : null;
    }

    internal IReadOnlyList<string> Describe(AuthorizationDetails details) => _server.Describe(details);

    // They can be too long for the ticket, which travels in a URL: they are read from the request again. Null when it is not valid any
    // more: a page must not show a request without what it asks for.
    private async ValueTask<AuthorizationDetails?> DetailsAsync(SealedConsent content, HttpContext http) =>
        _server.HasAuthorizationDetailsTypes
        ? (await ValidateAsync(content, http.GetOAuthContext(), http.RequestAborted))?.AuthorizationDetails
        : AuthorizationDetails.Empty;

    internal async ValueTask<AuthorizationRequest?> ValidateAsync(SealedConsent content, OAuthContext context, CancellationToken ct)
    {
        context.UseParameters(content.Parameters);
        // The issuer that the request was sent to; the address of the page may be another.
        context.Issuer = content.Issuer;
        // A client that names no redirect URI gets its only one, which may be another one now: the user did not answer for that.
        return (await _server.AuthorizeAsync(context, ct)).Request is { } request && request.RedirectUri == content.RedirectUri
            ? request
            : null;
    }

    /// <summary>Uses the ticket of an answer; false when another answer used it.</summary>
    internal ValueTask<bool> UseAsync(string ticket, CancellationToken ct) =>
        _used.UseAsync(ticket, _options.ConsentLifetime, _attempts, ct);

    /// <summary>Completes a request that the user allowed; null when the consent to what the page did not ask for does not stand any
    /// more: the user must be asked for it.</summary>
    internal async ValueTask<OAuthResponse?> CompleteAsync(
        AuthorizationRequest request, SignedIn signedIn, Scope allowed, Scope granted, OAuthContext context, CancellationToken ct)
    {
        if (granted.IsEmpty) return await _server.CompleteAsync(request, signedIn.Allow(allowed), context, ct);
        var remembered = await _remembered.FindAsync(request, signedIn.User, ct);
        if (!remembered.GrantedScope.Contains(granted)) return null;
        var response = await _server.CompleteAsync(request, signedIn.Allow(allowed, remembered.ToSaveWith), context, ct);
        return response.Error?.Code == "consent_required" ? null : response;
    }

    internal ValueTask<OAuthResponse> DenyAsync(AuthorizationRequest request, OAuthContext context, CancellationToken ct) =>
        _server.CompleteAsync(request, new Decision.Denied(), context, ct);

    /// <summary>Remembers an answer. What was left unchecked is asked for again; what was allowed is not, if the user wants that.</summary>
    internal async ValueTask RememberAsync(AuthorizationRequest request, ConsentAnswer answer, OAuthContext context, CancellationToken ct)
    {
        if (_consents is null) return;
        try
        {
            var found = false;
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                var before = await _consents.GetConsentAsync(request.Issuer, answer.User.Id, request.Client.Id, ct);
                // The user withdrew while the answer was on its way.
                if (found && before is null) return;
                found = before is not null;
                if (answer.Changes(before, request, context.Now) is not { } consent) return;
                if (!await _consents.SaveConsentAsync(consent, before, ct)) continue;
                if (answer.Remembered.IsEmpty) return;
                await context.ReportAsync(new OAuthEvent.ConsentGiven { Subject = answer.User.Id, Scope = answer.Remembered });
                return;
            }
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // The client has its code: without a remembered consent the page is shown again the next time.
            _log.ConsentFailed(e, request.Client.Id);
        }
    }
}

/// <summary>The log lines about consents.</summary>
internal static partial class ConsentLog
{
    [LoggerMessage(31, LogLevel.Error, "The model failed to return or to save a consent of client {ClientId}; the user is asked",
        EventName = "ConsentFailed")]
    internal static partial void ConsentFailed(this ILogger logger, Exception exception, string clientId);
}
