using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OAuth2Server.AspNetCore;

namespace OAuth2Server.Host.Pages;

/// <summary>The consent page. It shows which client requests which scopes, and where the answer goes.</summary>
internal sealed class ConsentModel(ConsentInteraction consent, HostSettings settings) : PageModel, IFormPage
{
    /// <summary>The question; null if the ticket has expired or belongs to another user or session.</summary>
    public ConsentQuestion? Asked { get; private set; }

    /// <summary>The same authorization request, to start again; null if the ticket cannot be read.</summary>
    public string? AgainUrl { get; private set; }

    /// <summary>Why the answer was not used; null before an answer.</summary>
    public string? Alarm { get; private set; }

    public async Task<IActionResult> OnGetAsync() =>
        (await consent.OpenAsync(HttpContext)).IsError(out _, out var prompt) ? await ExpiredAsync() : Ask(prompt);

    public async Task<IActionResult> OnPostAsync()
    {
        if ((await consent.OpenAsync(HttpContext)).IsError(out _, out var prompt)) return await ExpiredAsync();
        return Request.Form["answer"].ToString() switch
        {
            "allow" => new Answer(await AllowAsync(prompt)),
            "deny" => new Answer(await prompt.DenyAsync()),
            _ => BadRequest(),
        };
    }

    public async Task<IActionResult> OnStaleFormAsync()
    {
        if ((await consent.OpenAsync(HttpContext)).IsError(out _, out var prompt)) return await ExpiredAsync();
        Alarm = "Your answer was not used, because this form was open for too long. Answer again.";
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Ask(prompt);
    }

    // A user who allows nothing of what the page asks for has denied it. Then what was allowed before stays as it is.
    private ValueTask<IResult> AllowAsync(ConsentPrompt prompt)
    {
        var allowed = ScopeChoices.Checked(prompt.AskedScope, Request.Form);
        return allowed.IsEmpty && !prompt.GrantedScope.IsEmpty
            ? prompt.DenyAsync()
            : prompt.AllowAsync(prompt.GrantedScope.Union(allowed), remember: true);
    }

    private PageResult Ask(ConsentPrompt prompt)
    {
        Asked = ConsentQuestion.Of(prompt, settings, Request.PathBase);
        Response.Headers.ContentSecurityPolicy = SecurityHeaders.PolicyOfClientForm;
        return Page();
    }

    private async Task<IActionResult> ExpiredAsync()
    {
        AgainUrl = await consent.RequestAsync(HttpContext) is { } request ? ConsentQuestion.UrlOf(request, Request.PathBase) : null;
        // The request waits for a sign-in. With a session the user decides: a remembered consent would answer it immediately.
        if (AgainUrl is not null && User.Identity is not { IsAuthenticated: true }) return new SeeOther(AgainUrl);
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
