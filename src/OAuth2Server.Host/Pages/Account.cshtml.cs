using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace OAuth2Server.Host.Pages;

/// <summary>What the signed-in user allowed, to be withdrawn.</summary>
[Authorize]
internal sealed class AccountModel(IConsentModel consents, IClients clients, HostSettings settings, PublicAddress address, TimeProvider clock, EventSink events) : PageModel
{
    /// <summary>The consents, by the clients' names.</summary>
    public IReadOnlyList<GivenConsent> Consents { get; private set; } = [];

    private string Subject => User.FindFirstValue(ClaimTypes.NameIdentifier)!;

    public async Task OnGetAsync(CancellationToken ct)
    {
        var given = await consents.GetConsentsAsync(address.Issuer, Subject, ct);
        var names = await clients.NamesAsync([.. given.Select(consent => consent.ClientId)], ct);
        Consents = [.. given.Select(consent => GivenConsent.Of(consent, names, settings)).OrderBy(consent => consent.ClientName, StringComparer.OrdinalIgnoreCase)];
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var clientId = Request.Form["client_id"].ToString();
        // Only what was given can be withdrawn: otherwise anybody could fill the table with clients that he invents.
        if (await consents.GetConsentAsync(address.Issuer, Subject, clientId, ct) is { } consent)
        {
            var now = clock.GetUtcNow();
            await consents.RevokeConsentAsync(consent.Issuer, consent.Subject, consent.ClientId, now, ct);
            await events.TellAsync(Withdrawn(consent, now));
        }
        return new SeeOther(Url.Content("~/account"));
    }

    private OAuthEvent.ConsentWithdrawn Withdrawn(Consent consent, DateTimeOffset now) => new()
    {
        At = now,
        Issuer = consent.Issuer,
        ClientId = consent.ClientId,
        Subject = consent.Subject,
        CorrelationId = HttpContext.TraceIdentifier,
        RemoteAddress = HttpContext.Connection.RemoteIpAddress,
    };
}
