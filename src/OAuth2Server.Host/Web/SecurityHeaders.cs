namespace OAuth2Server.Host;

/// <summary>The security headers of every response. A response can set its own value.</summary>
internal static class SecurityHeaders
{
    internal static void UseSecurityHeaders(this WebApplication app) => app.Use((http, next) =>
    {
        http.Response.OnStarting(() =>
        {
            Add(http);
            return Task.CompletedTask;
        });
        return next(http);
    });

    /// <summary>The policy of a page whose form answers a client: Chromium applies <c>form-action</c> to every redirect that follows a
    /// form, also to those of the client, and these are not known in advance. A directive would stop the user on the page.</summary>
    internal const string PolicyOfClientForm = Start + End;

    /// <summary>The policy of a page whose forms lead to this server only.</summary>
    internal const string PolicyOfForm = Start + "form-action 'self'; " + End;

    /// <summary>The policy of a page without a form.</summary>
    internal const string PolicyWithoutForm = Start + "form-action 'none'; " + End;

    /// <summary>The policy of a page that loads pages of clients in frames: of exactly their origins.</summary>
    internal static string PolicyOfFrames(IEnumerable<string> frames)
    {
        var origins = frames.Select(frame => new Uri(frame).GetLeftPart(UriPartial.Authority)).Distinct(StringComparer.Ordinal);
        return $"{Start}frame-src {string.Join(' ', origins)}; form-action 'none'; {End}";
    }

    // No scripts, and nothing from other sites.
    private const string Start = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; ";

    // RFC 9700 §4.16: in a frame, an attacker's page could make the user click "Allow" without seeing it.
    private const string End = "frame-ancestors 'none'";

    // A client can open the other pages in a window of its own. This header there would take the client's window from its own
    // redirect URI, because the browser never gives a window back.
    private static readonly string[] NeverInPopup = ["/", "/account", "/device"];

    private static void Add(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.TryAdd("Content-Security-Policy", PolicyOfForm);
        headers.TryAdd("X-Frame-Options", "DENY");
        headers.TryAdd("X-Content-Type-Options", "nosniff");
        headers.TryAdd("Referrer-Policy", "no-referrer");
        headers.TryAdd("Cache-Control", "no-store");
        if (NeverInPopup.Contains(http.Request.Path.Value, StringComparer.OrdinalIgnoreCase))
            headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
    }
}
