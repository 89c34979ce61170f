using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OAuth2Server.AspNetCore;

/// <summary>What a consent page needs: read what is asked, and give one of the two answers. Put the query's <c>ticket</c> into the form as a field of that name.</summary>
/// <remarks>The ticket carries the original request, sealed; every call validates it again, so that a client which changed meanwhile is treated as it is now.</remarks>
public sealed class ConsentInteraction
{
    private readonly AuthorizationServer _server;
    private readonly ConsentTickets _tickets;
    private readonly OAuth2AspNetCoreOptions _options;
    private readonly IConsentModel? _consents;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly EventSink _events;

    internal ConsentInteraction(AuthorizationServer server, ConsentTickets tickets, IOptions<OAuth2AspNetCoreOptions> options, TimeProvider clock, ILogger<ConsentInteraction> log, EventSink events, IConsentModel? consents)
    {
        _server = server;
        _tickets = tickets;
        _options = options.Value;
        _consents = consents;
        _clock = clock;
        _log = log;
        _events = events;
    }

    /// <summary>Reads what is asked.</summary>
    /// <param name="http">The request of the page, or of its form.</param>
    /// <returns>The request to show; null when the ticket is missing, expired, damaged or another user's, or the request is no longer valid: tell the user to start again at the application.</returns>
    public async ValueTask<AuthorizationRequest?> ReadAsync(HttpContext http) => (await OpenAsync(http))?.Request;

    /// <summary>The resource owner says yes.</summary>
    /// <param name="http">The request of the form.</param>
    /// <param name="scope">What is allowed of it; null allows all that was asked for.</param>
    /// <param name="remember">Whether to save it in the <see cref="IConsentModel"/>, if the model is one.</param>
    /// <returns>The redirect to the client, with a code; 400 where <see cref="ReadAsync"/> gives null.</returns>
    public async ValueTask<IResult> AllowAsync(HttpContext http, Scope? scope = null, bool remember = false)
    {
        if (await OpenAsync(http) is not var (request, user)) return TypedResults.BadRequest();
        var allowed = scope is null ? request.Scope : scope.Intersect(request.Scope);
        var response = await _server.CompleteAsync(request, new Decision.Allowed(user, allowed), http.RequestAborted);
        // Only what took effect is remembered.
        if (remember && response.Error is null && !allowed.IsEmpty && MayBeRemembered(request)) await RememberAsync(request, user, allowed, http);
        return new OAuthResult(response);
    }

    /// <summary>The resource owner says no.</summary>
    /// <param name="http">The request of the form.</param>
    /// <returns>The redirect to the client, with <c>access_denied</c>; 400 where <see cref="ReadAsync"/> gives null.</returns>
    public async ValueTask<IResult> DenyAsync(HttpContext http)
    {
        if (await OpenAsync(http) is not var (request, _)) return TypedResults.BadRequest();
        return new OAuthResult(await _server.CompleteAsync(request, new Decision.Denied(), http.RequestAborted));
    }

    /// <summary>Any application on a device can claim a public client's private-use or loopback URI: only what proves the client's identity may skip the page (RFC 8252 §8.6).</summary>
    internal static bool MayBeRemembered(AuthorizationRequest request) =>
        request.Client.Type == ClientType.Confidential || request.RedirectUri.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    private async ValueTask RememberAsync(AuthorizationRequest request, User user, Scope allowed, HttpContext http)
    {
        if (_consents is null) return;
        var ct = http.RequestAborted;
        try
        {
            var before = await _consents.GetConsentAsync(request.Issuer, user.Id, request.Client.Id, ct);
            var consent = new Consent
            {
                Issuer = request.Issuer,
                Subject = user.Id,
                ClientId = request.Client.Id,
                Scope = before is null ? allowed : before.Scope.Union(allowed),
                GrantedAt = _clock.GetUtcNow(),
            };
            await _consents.SaveConsentAsync(consent, ct);
            await TellAsync(consent, http);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // The client has its code: a consent that is not remembered only means that the page comes again.
            _log.ConsentFailed(e, request.Client.Id);
        }
    }

    private ValueTask TellAsync(Consent given, HttpContext http) => _events.IsEmpty ? default : _events.TellAsync(new OAuthEvent.ConsentGiven
    {
        At = given.GrantedAt,
        Issuer = given.Issuer,
        ClientId = given.ClientId,
        Subject = given.Subject,
        Scope = given.Scope,
        CorrelationId = http.TraceIdentifier,
        RemoteAddress = http.Connection.RemoteIpAddress,
    });

    private async ValueTask<(AuthorizationRequest Request, User User)?> OpenAsync(HttpContext http)
    {
        if (await TicketAsync(http) is not { Length: > 0 } ticket || await _options.SignedInAsync(http) is not { } user) return null;
        if (_tickets.Open(ticket, user) is not var (parameters, uri)) return null;
        var step = await _server.AuthorizeAsync(new HttpContextRequest(http, parameters, HttpMethods.Get, uri), http.RequestAborted);
        return step.Request is { } request ? (request, user) : null;
    }

    private static async ValueTask<string?> TicketAsync(HttpContext http) =>
        http.Request.HasFormContentType ? (await RequestForm.OrNullAsync(http))?[UserTickets.Field] : http.Request.Query[UserTickets.Field];
}
