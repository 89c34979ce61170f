using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace OAuth2Server;

/// <summary>The page that sends the answer to an authorization request as a form (OAuth 2.0 Form Post Response Mode): no code is in a URL,
/// a history or a log.</summary>
internal static class FormPostPage
{
    private const string Script = "document.forms[0].submit()";

    // No form-action: browsers apply it to the redirects of the client after the form, too. The page has no text of an attacker.
    private static readonly string Policy =
        $"default-src 'none'; script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Script)))}'; " +
        "base-uri 'none'; frame-ancestors 'none'";

    internal static OAuthResponse To(
        string redirectUri, ReadOnlySpan<KeyValuePair<string, string?>> members, OAuthError? error, string correlationId)
    {
        var fields = new StringBuilder();
        foreach (var (name, value) in members)
        {
            if (value is not null) fields.Append($"""<input type="hidden" name="{name}" value="{WebUtility.HtmlEncode(value)}">""");
        }
        var html = $"""
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width">
              <title>Back to the application</title>
            </head>
            <body>
            <form method="post" action="{WebUtility.HtmlEncode(redirectUri)}">{fields}<noscript><button>Continue</button></noscript></form>
            <script>{Script}</script>
            </body>
            </html>

            """;
        return new(200,
        [
            new("Content-Type", "text/html; charset=utf-8"),
            new("Cache-Control", "no-store"),
            new("Pragma", "no-cache"),
            new("Content-Security-Policy", Policy),
            new("X-Content-Type-Options", "nosniff"),
            new("X-Frame-Options", "DENY"),
            new("Referrer-Policy", "no-referrer"),
            .. OAuthResponse.Correlation(correlationId),
        ], Encoding.UTF8.GetBytes(html)) { Error = error };
    }
}
