using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Diagnostics;

namespace OAuth2Server.Host;

/// <summary>The page for a failed request: constant text and a correlation id. It shows nothing of the request.</summary>
internal static partial class StatusPage
{
    internal static void UseStatusPages(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = StatusOf,
            SuppressDiagnosticsCallback = _ => true,
            ExceptionHandler = http =>
            {
                if (http.Response.StatusCode >= 500 && http.Features.Get<IExceptionHandlerFeature>() is { Error: { } error })
                    LogFailure(http.RequestServices.GetRequiredService<ILogger<Program>>(), error, http.TraceIdentifier);
                return WriteAsync(http);
            },
        });
        app.UseStatusCodePages(context => WriteAsync(context.HttpContext));
    }

    // A body that cannot be read is a fault of the sender.
    private static int StatusOf(Exception e) => e switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        InvalidDataException => StatusCodes.Status400BadRequest,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>Writes the page for an authorization request that must not be redirected (RFC 6749 §4.1.2.1).</summary>
    internal static Task WriteAsync(HttpContext http, OAuthError error) => WriteAsync(http, "This request cannot be answered", $"""
        <p>The application that sent you here made a request that this server refuses. Go back to the application and try again.</p>
        <p class="small">Error <code>{WebUtility.HtmlEncode(error.Code)}</code>, correlation id <code>{IdOf(http)}</code></p>
        """);

    private static Task WriteAsync(HttpContext http)
    {
        var (title, text) = Words(http.Response.StatusCode);
        var status = http.Response.StatusCode.ToString(CultureInfo.InvariantCulture);
        return WriteAsync(http, title, $"""
            <p>{text} <a href="{PathOf(http)}/">Home</a></p>
            <p class="small">Status {status}, correlation id <code>{IdOf(http)}</code></p>
            """);
    }

    // The same structure as _Layout.cshtml. A page for a failure must not depend on what failed, so it is plain text here.
    private static Task WriteAsync(HttpContext http, string title, string content)
    {
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.ContentSecurityPolicy = SecurityHeaders.PolicyWithoutForm;
        return http.Response.WriteAsync($"""
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width">
              <title>{title}</title>
              <link rel="stylesheet" href="{PathOf(http)}/site.css">
            </head>
            <body>
            <main>
            <h1>{title}</h1>
            {content}
            </main>
            </body>
            </html>

            """, http.RequestAborted);
    }

    // Not the path base of the request: it is empty outside of the path of the issuer.
    private static string PathOf(HttpContext http) =>
        WebUtility.HtmlEncode(http.RequestServices.GetRequiredService<PublicAddress>().Path.ToUriComponent());

    private static string IdOf(HttpContext http) => WebUtility.HtmlEncode(http.TraceIdentifier);

    private static (string Title, string Text) Words(int status) => status switch
    {
        404 => ("Page not found", "There is no page at this address."),
        405 => ("Method not allowed", "This page cannot be used with this HTTP method."),
        413 => ("Request too large", "The request is larger than this server accepts."),
        < 500 => ("The request was not accepted", "The form was incomplete or is no longer valid. Go back, reload the page and try again."),
        _ => ("The server failed", "The server could not answer the request. The operator can find the cause by the correlation id below."),
    };

    [LoggerMessage(110, LogLevel.Error, "A page failed, correlation {CorrelationId}", EventName = "PageFailed")]
    private static partial void LogFailure(ILogger logger, Exception exception, string correlationId);
}
