using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Net.Http.Headers;

namespace OAuth2Server.Host.Pages;

/// <summary>The sign-in page. It reads the form itself: MVC logs bound arguments at its most verbose level, and one of them is a password.</summary>
internal sealed partial class LoginModel(SignIn signIn, ILogger<LoginModel> log) : PageModel
{
    /// <summary>Where to go afterwards, if it is on this server.</summary>
    public string? ReturnUrl { get; private set; }

    /// <summary>What came of the last try, if it was not a sign-in.</summary>
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
        SignedIn(account.Subject);
        return SeeOther.Return(Url, ReturnUrl);
    }

    private PageResult Refuse(SignInResult result)
    {
        Response.StatusCode = result.Status;
        if (result.RetryAfter is { } seconds) Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        Alarm = result.Status switch
        {
            // Why is nobody's business.
            StatusCodes.Status200OK => "The username or the password is wrong.",
            StatusCodes.Status429TooManyRequests => string.Create(CultureInfo.InvariantCulture, $"Too many sign-ins failed. Try again in {result.RetryAfter} s."),
            _ => "Many people are signing in at this moment. Try again in a few seconds.",
        };
        Refused(result.Status, HttpContext.TraceIdentifier);
        return Page();
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
    [LoggerMessage(102, LogLevel.Warning, "A sign-in failed with status {Status}, correlation {CorrelationId}", EventName = "SignInFailed")]
    private partial void Refused(int status, string correlationId);
}
