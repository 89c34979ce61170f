using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Net.Http.Headers;
using OAuth2Server.AspNetCore;

namespace OAuth2Server.Host.Pages;

/// <summary>The consent page. It shows which client requests which scopes, and where the answer goes.</summary>
internal sealed class ConsentModel(ConsentInteraction consent, HostSettings settings) : PageModel
{
    /// <summary>The question; null if the ticket has expired or belongs to another user.</summary>
    public ConsentQuestion? Asked { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if ((await consent.OpenAsync(HttpContext)).IsError(out _, out var prompt)) return Expired();
        Asked = ConsentQuestion.Of(prompt, settings, Request.PathBase);
        // Chromium applies form-action also to the redirect that answers the form.
        var source = FormAction.Source(prompt.RedirectUri);
        Response.Headers[HeaderNames.ContentSecurityPolicy] = SecurityHeaders.ContentPolicy(source);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if ((await consent.OpenAsync(HttpContext)).IsError(out _, out var prompt)) return Expired();
        return Request.Form["answer"].ToString() switch
        {
            "allow" => new Answer(await prompt.AllowAsync(ScopeChoices.Checked(prompt.Scope, Request.Form), remember: true)),
            "deny" => new Answer(await prompt.DenyAsync()),
            _ => BadRequest(),
        };
    }

    private PageResult Expired()
    {
        var page = Page();
        page.StatusCode = StatusCodes.Status400BadRequest;
        return page;
    }
}
