using System.Net;
using Microsoft.AspNetCore.Antiforgery;
using OAuth2Server;
using OAuth2Server.AspNetCore;

/// <summary>The two pages, without script. Every text that was not written here is encoded.</summary>
internal static class Pages
{
    internal static IResult Login(HttpContext http, AntiforgeryTokenSet forgery, bool failed = false) => Page(http, $"""
        <h1>Sign in</h1>
        <p>{(failed ? "The name or the password is wrong." : "")}</p>
        <form method="post">
          <input type="hidden" name="{forgery.FormFieldName}" value="{forgery.RequestToken}">
          <p><label>Name <input name="username" autocomplete="username"></label></p>
          <p><label>Password <input name="password" type="password" autocomplete="current-password"></label></p>
          <button>Sign in</button>
        </form>
        """);

    internal static IResult Consent(HttpContext http, ConsentPrompt prompt) => Page(http, $"""
        <h1>Allow {WebUtility.HtmlEncode(prompt.ClientName)}?</h1>
        <p>It asks for: {WebUtility.HtmlEncode(prompt.Scope.ToString())}</p>
        <form method="post">
          <input type="hidden" name="ticket" value="{WebUtility.HtmlEncode(prompt.Ticket)}">
          <button name="answer" value="allow">Allow</button>
          <button name="answer" value="deny">Deny</button>
        </form>
        """);

    /// <summary>303, so that a browser that posted a password does not post it again to the next page (RFC 9700 §4.12).</summary>
    internal static IResult SeeOther(HttpContext http, string location)
    {
        http.Response.Headers.Location = location;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static IResult Page(HttpContext http, string body)
    {
        // No other site may show the page in a frame (RFC 9700 §4.16), and a link on it must not send its address.
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Content(
            $"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>MinimalModel</title>{body}</html>",
            "text/html; charset=utf-8");
    }
}
