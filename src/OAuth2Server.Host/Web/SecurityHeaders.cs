namespace OAuth2Server.Host;

/// <summary>The security headers of every response. A response can set its own value.</summary>
internal static class SecurityHeaders
{
    internal static void UseSecurityHeaders(this WebApplication app) => app.Use((http, next) =>
    {
        http.Response.OnStarting(() =>
        {
            Add(http.Response.Headers);
            return Task.CompletedTask;
        });
        return next(http);
    });

    /// <summary>The content security policy of the pages: no scripts, nothing from other sites, no frames around a page.</summary>
    /// <remarks>RFC 9700 §4.16: in a frame, an attacker's page could make the user click "Allow" without seeing it.</remarks>
    /// <param name="formAction">CSP sources to which forms can lead, besides this server; may be empty.</param>
    internal static string ContentPolicy(string formAction = "") =>
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
        + $"form-action {$"'self' {formAction}".TrimEnd()}; frame-ancestors 'none'";

    private static void Add(IHeaderDictionary headers)
    {
        headers.TryAdd("Content-Security-Policy", ContentPolicy());
        headers.TryAdd("X-Frame-Options", "DENY");
        headers.TryAdd("X-Content-Type-Options", "nosniff");
        headers.TryAdd("Referrer-Policy", "no-referrer");
        headers.TryAdd("Cache-Control", "no-store");
    }
}
