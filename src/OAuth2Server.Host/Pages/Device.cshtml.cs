using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OAuth2Server.AspNetCore;

namespace OAuth2Server.Host.Pages;

/// <summary>The device page. The user types the code that a device shows, and allows or denies its request (RFC 8628 §3.3).</summary>
internal sealed class DeviceModel(DeviceInteraction device, HostSettings settings) : PageModel, IFormPage
{
    /// <summary>The question; null until the user has given a valid code.</summary>
    public DeviceQuestion? Asked { get; private set; }

    /// <summary>The result of the answer; null before the user answered.</summary>
    public DeviceOutcome? Outcome { get; private set; }

    /// <summary>Why the code was refused; null if it was not.</summary>
    public string? Alarm { get; private set; }

    private bool IsSignedIn => User.Identity is { IsAuthenticated: true };

    // A code from a link is shown and needs an answer like a typed one: the link can be from an attacker (RFC 8628 §5.4).
    public async Task<IActionResult> OnGetAsync()
    {
        if (!Grants.IsEnabled(DeviceCodeGrant.Name, settings)) return NotFound();
        var userCode = Request.Query["user_code"].ToString();
        if (!IsSignedIn) return SignInFirst(userCode);
        return userCode.Length > 0 ? await AskAsync(userCode) : Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!Grants.IsEnabled(DeviceCodeGrant.Name, settings)) return NotFound();
        var form = Request.Form;
        if (!IsSignedIn) return SignInFirst(CodeIn(form));
        if (form.ContainsKey("user_code")) return await AskAsync(form["user_code"].ToString());
        if (form["answer"].ToString() is not ("allow" or "deny")) return BadRequest();
        if ((await device.OpenAsync(HttpContext)).IsError(out var error, out var prompt)) return Answered(error, DeviceOutcome.Expired);
        return form["answer"] == "allow"
            ? Answered(await prompt.AllowAsync(ScopeChoices.Checked(prompt.Request.Scope, form)), DeviceOutcome.Allowed)
            : Answered(await prompt.DenyAsync(), DeviceOutcome.Denied);
    }

    public async Task<IActionResult> OnStaleFormAsync()
    {
        if (!Grants.IsEnabled(DeviceCodeGrant.Name, settings)) return NotFound();
        var userCode = CodeIn(Request.Form);
        if (!IsSignedIn) return SignInFirst(userCode);
        if (userCode.Length > 0 && await AskAsync(userCode) is PageResult { StatusCode: not null } refused) return refused;
        Alarm = "The form was not used, because it was open for too long or belongs to another session. Try again.";
        return With(StatusCodes.Status400BadRequest);
    }

    // The code that was typed, or the code of the question that was answered.
    private static string CodeIn(IFormCollection form) => form[form.ContainsKey("user_code") ? "user_code" : "asked_code"].ToString();

    // The code is kept during the sign-in.
    private ChallengeResult SignInFirst(string userCode)
    {
        var query = userCode.Length > 0 ? QueryString.Create("user_code", userCode) : default;
        return Challenge(new AuthenticationProperties { RedirectUri = Url.Content("~/device") + query });
    }

    private async Task<IActionResult> AskAsync(string userCode)
    {
        if (!(await device.FindAsync(HttpContext, userCode)).IsError(out var error, out var prompt))
        {
            Asked = DeviceQuestion.Of(prompt, settings);
            return Page();
        }
        return Refused(error, "The code is wrong or has expired. Look at the device again.");
    }

    private PageResult Answered(OAuthError? error, DeviceOutcome outcome) => error switch
    {
        null => Show(outcome, StatusCodes.Status200OK),
        { Code: "access_denied" or "invalid_scope" } => Show(DeviceOutcome.Nothing, StatusCodes.Status200OK),
        { Code: "invalid_grant" } => Show(DeviceOutcome.Expired, error.Status),
        _ => Refused(error, "The answer could not be saved. Type the code again."),
    };

    private PageResult Refused(OAuthError error, string otherwise)
    {
        foreach (var (name, value) in error.Headers) Response.Headers.Append(name, value);
        Alarm = error.Status switch
        {
            StatusCodes.Status429TooManyRequests => "There were too many wrong codes. Wait, then try again.",
            StatusCodes.Status500InternalServerError => "The server failed. Try again.",
            _ => otherwise,
        };
        return With(error.Status);
    }

    private PageResult Show(DeviceOutcome outcome, int status)
    {
        Outcome = outcome;
        return With(status);
    }

    private PageResult With(int status)
    {
        var page = Page();
        page.StatusCode = status;
        return page;
    }
}
