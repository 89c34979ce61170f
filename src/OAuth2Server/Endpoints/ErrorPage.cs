using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace OAuth2Server;

/// <summary>The page for errors that must not be redirected, because the redirect URI is not proven (RFC 6749 §4.1.2.1, RFC 9700
/// §4.11).</summary>
internal static class ErrorPage
{
    private const string Style =
        "body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem;color:#1b1f24;background:#fff}" +
        "code{font:15px ui-monospace,monospace}";

    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>The code and the correlation id, nothing else: the page shows no text that an attacker chose.</summary>
    internal static OAuthResponse For(OAuthError error, string correlationId)
    {
        var html = $"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Request refused</title><style>{Style}</style></head>
            <body>
            <h1>This request cannot be answered</h1>
            <p>The application that sent you here made a request that this server refuses.</p>
            <p>Error: <code>{WebUtility.HtmlEncode(error.Code)}</code></p>
            <p>Correlation id: <code>{WebUtility.HtmlEncode(correlationId)}</code></p>
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
