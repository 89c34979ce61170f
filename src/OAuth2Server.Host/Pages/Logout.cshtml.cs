using System.Security.Claims;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace OAuth2Server.Host.Pages;

/// <summary>Ends the session. It needs a form, so that an image or a link on another site cannot end a session.</summary>
internal sealed class LogoutModel(SignInAudit audit) : PageModel, IFormPage
{
    /// <summary>The URL after the session; it is used only if it is on this server.</summary>
    public string? ReturnUrl { get; private set; }

    public async Task<IActionResult> OnPostAsync()
    {
        await SessionCookie.EndAsync(HttpContext);
        if (User.FindFirstValue(ClaimTypes.NameIdentifier) is { } subject) audit.SignedOut(HttpContext, subject);
        return SeeOther.Return(Url, Request.Form["returnUrl"]);
    }

    public Task<IActionResult> OnStaleFormAsync()
    {
        ReturnUrl = Request.Form["returnUrl"];
        // The session that the form was for has ended. Nothing is left to do.
        if (User.Identity is not { IsAuthenticated: true }) return Task.FromResult<IActionResult>(SeeOther.Return(Url, ReturnUrl));
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.FromResult<IActionResult>(Page());
    }
}
