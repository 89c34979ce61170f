namespace OAuth2Server.Host;

/// <summary>The headers of every answer that does not set its own.</summary>
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

    /// <summary>The content security policy of our pages: no script, nothing from elsewhere, no frame around them (RFC 9700 §4.16).</summary>
    /// <param name="formAction">Where forms may lead beside this server: a CSP source, or nothing.</param>
    internal static string ContentPolicy(string formAction = "") =>
        $"default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action {$"'self' {formAction}".TrimEnd()}; frame-ancestors 'none'";

    private static void Add(IHeaderDictionary headers)
    {
        headers.TryAdd("Content-Security-Policy", ContentPolicy());
        headers.TryAdd("X-Frame-Options", "DENY");
        headers.TryAdd("X-Content-Type-Options", "nosniff");
        headers.TryAdd("Referrer-Policy", "no-referrer");
        headers.TryAdd("Cache-Control", "no-store");
    }
}
