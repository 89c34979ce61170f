using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OAuth2Server.AspNetCore;

namespace OAuth2Server.Host.Pages;

/// <summary>The sign-in page.</summary>
/// <remarks>It reads the form itself: at its most verbose level MVC logs bound arguments, and one of them would be the password.</remarks>
internal sealed class LoginModel(SignIn signIn, SignInAudit audit, SignInInteraction interaction) : PageModel, IFormPage
{
    /// <summary>The URL after the sign-in; it is used only if it is on this server.</summary>
    public string? ReturnUrl { get; private set; }

    /// <summary>The name that the form shows; empty before an attempt.</summary>
    public string? Username { get; private set; }

    /// <summary>The message of a failed attempt; null before an attempt.</summary>
    public string? Alarm { get; private set; }

    /// <summary>The path of this server that the page opens by itself; null if the page has a form.</summary>
    public string? Next { get; private set; }

    /// <summary>The user who was signed in before the form was sent with another name; null if there is none.</summary>
    public string? SignedInAs { get; private set; }

    /// <summary>Whether an application asks for a new sign-in of a user who is signed in.</summary>
    public bool IsAgain { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        ReturnUrl = Request.Query["returnUrl"];
        var waiting = await interaction.ReadAsync(HttpContext, ReturnUrl);
        if (User.Identity is { IsAuthenticated: true, Name: var name })
        {
            if (!waiting.MustSignIn) return GoOn();
            (IsAgain, Username) = (true, name);
        }
        Username = waiting.LoginHint ?? Username;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var form = Request.Form;
        ReturnUrl = form["returnUrl"];
        var credentials = Credentials.Typed(form["username"].ToString(), form["password"].ToString());
        var result = await signIn.TryAsync(credentials, HttpContext.Connection.RemoteIpAddress, ct);
        if (result.Account is not { } account)
        {
            await audit.RefusedAsync(HttpContext, credentials, result, ct);
            return Refuse(result);
        }
        await SessionCookie.SignInAsync(HttpContext, account);
        audit.SignedIn(HttpContext, account);
        return GoOn();
    }

    // In another tab a user signed in or out since this form was shown. The credentials are not tried: another site could send them.
    public Task<IActionResult> OnStaleFormAsync()
    {
        ReturnUrl = Request.Form["returnUrl"];
        var typed = Credentials.Typed(Request.Form["username"].ToString(), "").Username;
        if (typed.Length > Credentials.MaxUsername) typed = "";
        if (User.Identity is not { IsAuthenticated: true, Name: var name })
        {
            Username = typed;
            Alarm = "This form was open for too long, or your browser refused a cookie. Sign in again.";
        }
        else if (typed.Length == 0 || string.Equals(ComposedText.Of(typed), name, StringComparison.OrdinalIgnoreCase))
            return Task.FromResult(GoOn());
        else SignedInAs = name;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.FromResult<IActionResult>(Page());
    }

    // Chromium applies the policy of this page to every redirect after its form. Only the authorization endpoint redirects to other
    // sites, and the page that opens it is not a redirect.
    private IActionResult GoOn()
    {
        var path = SeeOther.LocalPath(Url, ReturnUrl);
        if (!path.Split('?', '#')[0].Equals(Request.PathBase + "/oauth2/authorize", StringComparison.OrdinalIgnoreCase))
            return new SeeOther(path);
        Next = path;
        return Page();
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
        return Page();
    }
}
