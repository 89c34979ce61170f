using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Net.Http.Headers;

namespace OAuth2Server.Host.Pages;

/// <summary>The sign-in page. It reads the form itself: MVC logs bound arguments at its most verbose level, and one of them is a password.</summary>
internal sealed partial class LoginModel(IAccounts accounts, ILogger<LoginModel> log) : PageModel
{
    /// <summary>Where to go afterwards, if it is on this server.</summary>
    public string? ReturnUrl { get; private set; }

    /// <summary>Whether the last try failed; why is nobody's business.</summary>
    public bool Failed { get; private set; }

    public void OnGet() => Show(Request.Query["returnUrl"]);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var form = Request.Form;
        Show(form["returnUrl"]);
        if (await accounts.SignInAsync(new(form["username"].ToString(), form["password"].ToString()), ct) is not { } account)
        {
            Failed = true;
            Refused(HttpContext.TraceIdentifier);
            return Page();
        }
        await SessionCookie.SignInAsync(HttpContext, account);
        SignedIn(account.Subject);
        return SeeOther.Return(Url, ReturnUrl);
    }

    private void Show(string? returnUrl)
    {
        ReturnUrl = returnUrl;
        // Chromium holds form-action against every redirect that follows the form.
        Response.Headers[HeaderNames.ContentSecurityPolicy] = SecurityHeaders.ContentPolicy(FormAction.SourcesAfterSignIn(returnUrl, Request.PathBase));
    }

    [LoggerMessage(101, LogLevel.Information, "Signed in {Subject}", EventName = "SignedIn")]
    private partial void SignedIn(string subject);

    // Without the name: people type passwords into the wrong field.
    [LoggerMessage(102, LogLevel.Warning, "A sign-in failed, correlation {CorrelationId}", EventName = "SignInFailed")]
    private partial void Refused(string correlationId);
}
