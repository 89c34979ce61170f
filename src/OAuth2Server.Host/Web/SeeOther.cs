using Microsoft.AspNetCore.Mvc;

namespace OAuth2Server.Host;

/// <summary>303 to a path of this server. MVC's own redirects log where they lead, and that may hold a client's state.</summary>
internal sealed class SeeOther(string location) : ActionResult
{
    /// <inheritdoc/>
    public override void ExecuteResult(ActionContext context)
    {
        context.HttpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.HttpContext.Response.Headers.Location = location;
    }

    /// <summary>Back to where somebody came from, if that is here; otherwise home (RFC 9700 §4.11).</summary>
    internal static SeeOther Return(IUrlHelper url, string? returnUrl) => new(url.IsLocalUrl(returnUrl) ? Ascii(url.Content(returnUrl)) : url.Content("~/"));

    // A header holds ASCII only; what is escaped already stays as it is.
    private static string Ascii(string path) => string.Concat(path.EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));
}
