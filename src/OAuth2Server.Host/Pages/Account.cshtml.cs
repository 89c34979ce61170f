using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OAuth2Server.AspNetCore;

namespace OAuth2Server.Host.Pages;

/// <summary>The consents of the signed-in user, each with a button to withdraw it.</summary>
[Authorize]
internal sealed class AccountModel(
    IConsentModel consents, IClients clients, HostSettings settings, PublicAddress address)
    : PageModel, IFormPage
{
    /// <summary>Why nothing was withdrawn; null if no form was refused.</summary>
    public string? Alarm { get; private set; }

    /// <summary>The consents, in the order of the clients' names.</summary>
    public IReadOnlyList<GivenConsent> Consents { get; private set; } = [];

    private string Subject => User.FindFirstValue(ClaimTypes.NameIdentifier)!;

    public async Task OnGetAsync(CancellationToken ct)
    {
        var given = await consents.GetConsentsAsync(address.Issuer, Subject, ct);
        var names = await clients.NamesAsync([.. given.Select(consent => consent.ClientId)], ct);
        var shown = given.Select(consent => GivenConsent.Of(consent, names, settings));
        Consents = [.. shown.OrderBy(consent => consent.ClientName, StringComparer.OrdinalIgnoreCase)];
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var clientId = Request.Form["client_id"].ToString();
        // Only an existing consent is withdrawn: otherwise a user could fill the table with invented clients.
        if (await consents.GetConsentAsync(address.Issuer, Subject, clientId, ct) is { } consent)
        {
            var context = HttpContext.GetOAuthContext();
            await consents.RevokeConsentAsync(consent.Issuer, consent.Subject, consent.ClientId, context.Now, ct);
            await context.ReportAsync(new OAuthEvent.ConsentWithdrawn { ClientId = consent.ClientId, Subject = consent.Subject });
        }
        return new SeeOther(Url.Content("~/account"));
    }

    public async Task<IActionResult> OnStaleFormAsync()
    {
        await OnGetAsync(HttpContext.RequestAborted);
        Alarm = "Nothing was withdrawn, because the form was open for too long or belongs to another session. Try again.";
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
