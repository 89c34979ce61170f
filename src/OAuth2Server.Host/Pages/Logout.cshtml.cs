using System.Security.Claims;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OAuth2Server.AspNetCore;

namespace OAuth2Server.Host.Pages;

/// <summary>Ends the session, because the user wants it or a client asks for it. It needs a form, so that an image or a link on another
/// site cannot end a session.</summary>
internal sealed class LogoutModel(LogoutInteraction? logout = null) : PageModel, IFormPage
{
    // The pages of clients have this time to load before the browser goes on.
    private const int SecondsForFrames = 3;

    /// <summary>The URL after the session; it is used only if it is on this server.</summary>
    public string? ReturnUrl { get; private set; }

    /// <summary>What a client asks, or what is left to do after the sign-out; null for a sign-out that no client asked for.</summary>
    public LogoutPrompt? Prompt { get; private set; }

    /// <summary>Where the browser goes by itself, as the content of a refresh; null if the page stays.</summary>
    public string? Next { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (logout is not null) Prompt = await logout.OpenAsync(HttpContext);
        return Show();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (logout is null)
        {
            await SessionCookie.SignOutAsync(HttpContext);
            return SeeOther.Return(Url, Request.Form["returnUrl"]);
        }
        if (await logout.OpenAsync(HttpContext) is { IsQuestion: true } prompt) return new Answer(await prompt.ConfirmAsync());
        return new Answer(await logout.SignOutAsync(HttpContext, SeeOther.LocalPath(Url, Request.Form["returnUrl"])));
    }

    public async Task<IActionResult> OnStaleFormAsync()
    {
        ReturnUrl = Request.Form["returnUrl"];
        if (logout is not null) Prompt = await logout.OpenAsync(HttpContext);
        // The session that the form was for has ended. Nothing is left to do.
        if (User.Identity is not { IsAuthenticated: true }) return SeeOther.Return(Url, ReturnUrl);
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Show();
    }

    private PageResult Show()
    {
        if (Prompt is { IsQuestion: true }) Response.Headers.ContentSecurityPolicy = SecurityHeaders.PolicyOfClientForm;
        if (Prompt is { IsQuestion: false } end)
        {
            if (end.Frames.Length > 0) Response.Headers.ContentSecurityPolicy = SecurityHeaders.PolicyOfFrames(end.Frames);
            if (end is { GoesOn: true, Target: { } target }) Next = $"{(end.Frames.Length > 0 ? SecondsForFrames : 0)}; url={target}";
        }
        return Page();
    }
}
