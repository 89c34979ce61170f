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
            "allow" when await device.ReadAsync(HttpContext) is { } request => Answered(await device.AllowAsync(HttpContext, CheckedScope.Of(request.Scope, Request.Form)), DeviceOutcome.Allowed),
            "allow" => Show(DeviceOutcome.Expired, StatusCodes.Status400BadRequest),
            "deny" => Answered(await device.DenyAsync(HttpContext), DeviceOutcome.Denied),
            _ => BadRequest(),
        };
    }

    private async Task<IActionResult> AskAsync(string userCode)
    {
        if (!(await device.FindAsync(HttpContext, userCode)).IsError(out var error, out var prompt))
        {
            Asked = DeviceQuestion.Of(prompt, settings);
            return Page();
        }
        foreach (var (name, value) in error.Headers) Response.Headers.Append(name, value);
        Alarm = error.Status switch
        {
            StatusCodes.Status400BadRequest => "The code is wrong, or no longer good. Look at the device again.",
            StatusCodes.Status429TooManyRequests => "There were too many wrong codes. Wait a while, then try again.",
            _ => "The server could not look for the code. Try again.",
        };
        return With(error.Status);
    }

    private PageResult Answered(OAuthError? error, DeviceOutcome outcome) => error?.Code switch
    {
        null => Show(outcome, StatusCodes.Status200OK),
        "access_denied" or "invalid_scope" => Show(DeviceOutcome.Nothing, StatusCodes.Status200OK),
        _ => Show(DeviceOutcome.Expired, error.Status),
    };

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
