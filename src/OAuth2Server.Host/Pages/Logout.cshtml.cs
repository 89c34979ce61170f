using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace OAuth2Server.Host.Pages;

/// <summary>Ends the session. It needs a form, so that an image or a link on another site cannot end a session.</summary>
internal sealed class LogoutModel : PageModel
{
    public async Task<IActionResult> OnPostAsync()
    {
        await HttpContext.SignOutAsync(SessionCookie.Scheme);
        return SeeOther.Return(Url, Request.Form["returnUrl"]);
    }
}
