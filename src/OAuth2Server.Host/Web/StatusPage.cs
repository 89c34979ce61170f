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

    private static Task WriteAsync(HttpContext http)
    {
        var (title, text) = Words(http.Response.StatusCode);
        var status = http.Response.StatusCode.ToString(CultureInfo.InvariantCulture);
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync($"""
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width">
              <title>{title}</title>
              <link rel="stylesheet" href="{http.Request.PathBase}/site.css">
            </head>
            <body>
            <main>
            <h1>{title}</h1>
            <p>{text}</p>
            <p class="small">Status {status}, correlation id <code>{WebUtility.HtmlEncode(http.TraceIdentifier)}</code></p>
            </main>
            </body>
            </html>

            """, http.RequestAborted);
    }

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
