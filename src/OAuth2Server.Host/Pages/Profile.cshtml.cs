using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace OAuth2Server.Host.Pages;

/// <summary>The claims of the signed-in user, which the user edits: the name, the e-mail address, the picture.</summary>
[Authorize]
internal sealed class ProfileModel(IAccounts accounts) : PageModel, IFormPage
{
    /// <summary>Why nothing was changed; null if no form was refused.</summary>
    public string? Alarm { get; private set; }

    /// <summary>Whether the form before this page was saved.</summary>
    public bool IsSaved { get; private set; }

    public string? Name { get; private set; }

    public string? Email { get; private set; }

    public string? Picture { get; private set; }

    private string Subject => User.FindFirstValue(ClaimTypes.NameIdentifier)!;

    public async Task OnGetAsync(CancellationToken ct)
    {
        (Name, Email, Picture) = await accounts.GetProfileAsync(Subject, ct);
        IsSaved = Request.Query.ContainsKey("saved");
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        TakeForm();
        var (profile, problem) = AccountProfile.Read(Name ?? "", Email ?? "", Picture ?? "");
        if (profile is null) return Refuse(problem!);
        await accounts.SetProfileAsync(Subject, profile, ct);
        return new SeeOther(Url.Content("~/account/profile?saved"));
    }

    public Task<IActionResult> OnStaleFormAsync()
    {
        TakeForm();
        return Task.FromResult<IActionResult>(
            Refuse("Nothing was changed, because the form was open for too long or belongs to another session. Try again."));
    }

    private void TakeForm() => (Name, Email, Picture) = (Field("name"), Field("email"), Field("picture"));

    private string Field(string name) => Request.Form[name].ToString();

    private PageResult Refuse(string alarm)
    {
        Alarm = alarm;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
