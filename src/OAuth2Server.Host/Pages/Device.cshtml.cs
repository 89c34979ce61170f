using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OAuth2Server.AspNetCore;

namespace OAuth2Server.Host.Pages;

/// <summary>Where users type the code that a device shows, and answer what it asks (RFC 8628 §3.3).</summary>
[Authorize]
internal sealed class DeviceModel(DeviceInteraction device, HostSettings settings) : PageModel
{
    /// <summary>What is asked; null as long as no good code was typed.</summary>
    public DeviceQuestion? Asked { get; private set; }

    /// <summary>What came of the answer; null before there is one.</summary>
    public DeviceOutcome? Outcome { get; private set; }

    /// <summary>Why the code was not taken; null where nothing is wrong.</summary>
    public string? Alarm { get; private set; }

    // A code that a link brought is shown and asked about like one that was typed: the link may be somebody else's (RFC 8628 §5.4).
    public async Task<IActionResult> OnGetAsync()
    {
        if (!Grants.IsEnabled(DeviceCodeGrant.Name, settings)) return NotFound();
        return Request.Query["user_code"].ToString() is { Length: > 0 } userCode ? await AskAsync(userCode) : Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!Grants.IsEnabled(DeviceCodeGrant.Name, settings)) return NotFound();
        var form = Request.Form;
        if (form.ContainsKey("user_code")) return await AskAsync(form["user_code"].ToString());
        return form["answer"].ToString() switch
        {
            "allow" => await AllowAsync(form),
            "deny" => Answered(await device.DenyAsync(HttpContext), DeviceOutcome.Denied),
            _ => BadRequest(),
        };
    }

    private async Task<IActionResult> AllowAsync(IFormCollection form)
    {
        if ((await device.ReadAsync(HttpContext)).IsError(out var error, out var request)) return Answered(error, DeviceOutcome.Allowed);
        return Answered(await device.AllowAsync(HttpContext, CheckedScope.Of(request.Scope, form)), DeviceOutcome.Allowed);
    }

    private async Task<IActionResult> AskAsync(string userCode)
    {
        if (!(await device.FindAsync(HttpContext, userCode)).IsError(out var error, out var prompt))
        {
            Asked = DeviceQuestion.Of(prompt, settings);
            return Page();
        }
        return Refused(error, "The code is wrong, or no longer good. Look at the device again.");
    }

    private PageResult Answered(OAuthError? error, DeviceOutcome outcome) => error switch
    {
        null => Show(outcome, StatusCodes.Status200OK),
        { Code: "access_denied" or "invalid_scope" } => Show(DeviceOutcome.Nothing, StatusCodes.Status200OK),
        { Code: "invalid_grant" } => Show(DeviceOutcome.Expired, error.Status),
        _ => Refused(error, "The answer could not be kept. Type the code again."),
    };

    private PageResult Refused(OAuthError error, string otherwise)
    {
        foreach (var (name, value) in error.Headers) Response.Headers.Append(name, value);
        Alarm = error.Status switch
        {
            StatusCodes.Status429TooManyRequests => "There were too many wrong codes. Wait a while, then try again.",
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
