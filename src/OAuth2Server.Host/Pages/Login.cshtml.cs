using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Net.Http.Headers;

namespace OAuth2Server.Host.Pages;

/// <summary>The sign-in page.</summary>
/// <remarks>It reads the form itself: at its most verbose level MVC logs bound arguments, and one of them would be the password.</remarks>
internal sealed partial class LoginModel(SignIn signIn, ILogger<LoginModel> log) : PageModel
{
    /// <summary>The URL after the sign-in; it is used only if it is on this server.</summary>
    public string? ReturnUrl { get; private set; }

    /// <summary>The message of a failed attempt; null before an attempt.</summary>
    public string? Alarm { get; private set; }

    public void OnGet() => Show(Request.Query["returnUrl"]);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var form = Request.Form;
        Show(form["returnUrl"]);
        var credentials = Credentials.Typed(form["username"].ToString(), form["password"].ToString());
        var result = await signIn.TryAsync(credentials, HttpContext.Connection.RemoteIpAddress, ct);
        if (result.Account is not { } account) return Refuse(result);
        await SessionCookie.SignInAsync(HttpContext, account);
        LogSignedIn(account.Subject);
        return SeeOther.Return(Url, ReturnUrl);
    }

    private PageResult Refuse(SignInResult result)
    {
        Response.StatusCode = result.Status;
        if (result.RetryAfter is { } seconds) Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        Alarm = result.Status switch
        {
            // One text for every reason: an attacker must not learn which user names exist.
            StatusCodes.Status200OK => "The user name or the password is wrong.",
            StatusCodes.Status429TooManyRequests =>
                string.Create(CultureInfo.InvariantCulture, $"Too many sign-ins failed. Try again in {result.RetryAfter} s."),
            _ => "Many users are signing in at the moment. Try again in a few seconds.",
        };
        LogRefused(result.Status, HttpContext.TraceIdentifier);
        return Page();
    }

    private void Show(string? returnUrl)
    {
        ReturnUrl = returnUrl;
        // Chromium applies form-action to every redirect that follows the form.
        var sources = FormAction.SourcesAfterSignIn(returnUrl, Request.PathBase);
        Response.Headers[HeaderNames.ContentSecurityPolicy] = SecurityHeaders.ContentPolicy(sources);
    }

    [LoggerMessage(101, LogLevel.Information, "Signed in {Subject}", EventName = "SignedIn")]
    private partial void LogSignedIn(string subject);

    // Without the user name: users also type passwords into that field.
    [LoggerMessage(102, LogLevel.Warning, "A sign-in failed with status {Status}, correlation {CorrelationId}", EventName = "SignInFailed")]
    private partial void LogRefused(int status, string correlationId);
}
