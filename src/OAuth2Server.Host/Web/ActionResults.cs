using Microsoft.AspNetCore.Mvc;

namespace OAuth2Server.Host;

/// <summary>The response of a page when the library made it.</summary>
internal sealed class Answer(IResult result) : ActionResult
{
    /// <inheritdoc/>
    public override Task ExecuteResultAsync(ActionContext context) => result.ExecuteAsync(context.HttpContext);
}

/// <summary>A redirect (303) to a path of this server.</summary>
/// <remarks>The redirects of MVC log their target, and the target can contain the state of a client.</remarks>
internal sealed class SeeOther(string location) : ActionResult
{
    /// <inheritdoc/>
    public override void ExecuteResult(ActionContext context)
    {
        context.HttpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.HttpContext.Response.Headers.Location = location;
    }

    /// <summary>Redirects to a URL if it is on this server, otherwise to the home page.</summary>
    /// <remarks>RFC 9700 §4.11: otherwise a link to the sign-in page could send the user to an attacker's site.</remarks>
    internal static SeeOther Return(IUrlHelper url, string? returnUrl) =>
        new(LocalPath(url, returnUrl));

    /// <summary>A URL if it is on this server, otherwise the home page.</summary>
    internal static string LocalPath(IUrlHelper url, string? returnUrl) =>
        url.IsLocalUrl(returnUrl) ? Ascii(url.Content(returnUrl)) : url.Content("~/");

    // A header can contain ASCII only. What is escaped already does not change.
    private static string Ascii(string path) =>
        string.Concat(path.EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));
}
