using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace OAuth2Server;

/// <summary>The page for errors that must not be redirected, because the redirect URI is not proven (RFC 6749 §4.1.2.1, RFC 9700
/// §4.11).</summary>
public static class ErrorPage
{
    private const string Style =
        ":root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;--ground:#f3f4f6;--line:#c9ced6}" +
        "@media(prefers-color-scheme:dark){:root{--ink:#e8eaed;--paper:#1d2126;--ground:#121519;--line:#464d57}}" +
        "body{margin:0;padding:4rem 1rem;background:var(--ground);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}" +
        "main{max-width:26rem;margin:0 auto;padding:2rem;background:var(--paper);border:1px solid var(--line);border-radius:.5rem}" +
        "h1{margin:0 0 1rem;font-size:1.5rem;line-height:1.25}code{font:.9em ui-monospace,monospace}";

    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Makes the page: the code and the correlation id, nothing else. It shows no text that an attacker chose.</summary>
    /// <param name="error">The error.</param>
    /// <param name="correlationId">The value that links the answer to the log; empty for none.</param>
    public static OAuthResponse For(OAuthError error, string correlationId)
    {
        ArgumentNullException.ThrowIfNull(error);
        ArgumentNullException.ThrowIfNull(correlationId);
        var html = $"""
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width">
              <title>This request cannot be answered</title>
              <style>{Style}</style>
            </head>
            <body>
            <main>
            <h1>This request cannot be answered</h1>
            <p>The application that sent you here made a request that this server refuses. Go back to the application and try again.</p>
            <p>Error: <code>{WebUtility.HtmlEncode(error.Code)}</code></p>
            <p>Correlation id: <code>{WebUtility.HtmlEncode(correlationId)}</code></p>
            </main>
            </body>
            </html>

            """;
        return new(error.Status,
        [
            new("Content-Type", "text/html; charset=utf-8"),
            new("Cache-Control", "no-store"),
            new("Content-Security-Policy", Policy),
            new("X-Content-Type-Options", "nosniff"),
            new("X-Frame-Options", "DENY"),
            new("Referrer-Policy", "no-referrer"),
            .. OAuthResponse.Correlation(correlationId),
            .. error.Headers,
        ], Encoding.UTF8.GetBytes(html)) { Error = error };
    }
}
