using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Diagnostics;

namespace OAuth2Server.Host;

/// <summary>The page for everything that went wrong: constant text and a correlation id, nothing that a stranger sent.</summary>
internal static partial class StatusPage
{
    internal static void UseStatusPages(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            // A body that cannot be read is the sender's fault.
            StatusCodeSelector = e => e is BadHttpRequestException bad ? bad.StatusCode : e is InvalidDataException ? StatusCodes.Status400BadRequest : StatusCodes.Status500InternalServerError,
            SuppressDiagnosticsCallback = _ => true,
            ExceptionHandler = http =>
            {
                if (http.Response.StatusCode >= 500 && http.Features.Get<IExceptionHandlerFeature>() is { Error: { } error })
                    Failed(http.RequestServices.GetRequiredService<ILogger<Program>>(), error, http.TraceIdentifier);
                return WriteAsync(http);
            },
        });
        app.UseStatusCodePages(context => WriteAsync(context.HttpContext));
    }

    private static Task WriteAsync(HttpContext http)
    {
        var (title, text) = Words(http.Response.StatusCode);
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync($"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title><link rel="stylesheet" href="{http.Request.PathBase}/site.css"></head>
            <body><main>
            <h1>{title}</h1>
            <p>{text}</p>
            <p class="small">Status {http.Response.StatusCode.ToString(CultureInfo.InvariantCulture)}, correlation id <code>{WebUtility.HtmlEncode(http.TraceIdentifier)}</code></p>
            </main></body>
            </html>

            """, http.RequestAborted);
    }

    private static (string Title, string Text) Words(int status) => status switch
    {
        404 => ("Nothing here", "There is no page at this address."),
        405 => ("Not this way", "This page cannot be used with this method."),
        413 => ("Too much", "The request is larger than this server takes."),
        < 500 => ("This did not work", "The form was incomplete or is no longer valid. Go back, reload the page and try again."),
        _ => ("Something went wrong", "The server could not do this. It was recorded under the id below."),
    };

    [LoggerMessage(110, LogLevel.Error, "A page failed, correlation {CorrelationId}", EventName = "PageFailed")]
    private static partial void Failed(ILogger logger, Exception exception, string correlationId);
}
