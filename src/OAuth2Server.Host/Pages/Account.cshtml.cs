using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace OAuth2Server.Host.Pages;

/// <summary>What the signed-in user allowed to applications, and the sessions of the user, each with a button to end it.</summary>
[Authorize]
internal sealed class AccountModel(
    UserGrants grants, UserSessions sessions, SignInAudit audit, IClients clients, HostSettings settings, PublicAddress address)
    : PageModel, IFormPage
{
    /// <summary>Why nothing was changed; null if no form was refused.</summary>
    public string? Alarm { get; private set; }

    /// <summary>The applications, in the order of their names.</summary>
    public IReadOnlyList<AllowedApplication> Applications { get; private set; } = [];

    /// <summary>The sessions: this one first, then those that were seen last.</summary>
    public IReadOnlyList<ShownSession> Sessions { get; private set; } = [];

    private string Subject => User.FindFirstValue(ClaimTypes.NameIdentifier)!;

    private string ThisSession => User.FindFirstValue(SessionCookie.SessionId)!;

    public async Task OnGetAsync(CancellationToken ct)
    {
        var consents = await grants.ConsentsAsync(address.Issuer, Subject, ct);
        var authorizations = await grants.AuthorizationsAsync(address.Issuer, Subject, ct);
        string[] ids = [.. consents.Select(c => c.ClientId).Union(authorizations.Select(live => live.Authorization.ClientId))];
        var names = await clients.NamesAsync(ids, ct);
        var applications = ids.Select(id => AllowedApplication.Of(id, consents, authorizations, names, settings));
        Applications = [.. applications.OrderBy(application => application.Name, StringComparer.OrdinalIgnoreCase)];
        var shown = (await sessions.ListAsync(Subject, ct)).Select(session => ShownSession.Of(session, ThisSession));
        Sessions = [.. shown.OrderByDescending(session => session.IsThis)];
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var form = Request.Form;
        if (form["client_id"].ToString() is { Length: > 0 } clientId)
            await grants.WithdrawAsync(HttpContext, address.Issuer, Subject, clientId, ct);
        else if (form["authorization"].ToString() is { Length: > 0 } authorizationId)
            await grants.EndAsync(HttpContext, address.Issuer, Subject, authorizationId, ct);
        else if (form["session"].ToString() is { Length: > 0 } sessionId) await EndSessionAsync(sessionId, ct);
        else if (form.ContainsKey("other_sessions")) await EndOtherSessionsAsync(ct);
        return new SeeOther(Url.Content("~/account"));
    }

    public async Task<IActionResult> OnStaleFormAsync()
    {
        await OnGetAsync(HttpContext.RequestAborted);
        Alarm = "Nothing was changed, because the form was open for too long or belongs to another session. Try again.";
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private async Task EndSessionAsync(string id, CancellationToken ct)
    {
        if (await sessions.EndAsync(Subject, id, ct)) audit.SessionEnded(HttpContext, Subject, id);
    }

    private async Task EndOtherSessionsAsync(CancellationToken ct)
    {
        var ended = await sessions.EndAllAsync(Subject, ThisSession, ct);
        audit.OtherSessionsEnded(HttpContext, Subject, ended);
    }
}
