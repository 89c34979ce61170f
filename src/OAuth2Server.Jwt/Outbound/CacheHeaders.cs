using System.Net.Http.Headers;

namespace OAuth2Server.Jwt;

/// <summary>How long an answer may be kept, by its headers (RFC 9111 §4.2).</summary>
internal static class CacheHeaders
{
    /// <summary>The <c>max-age</c> less the <c>Age</c>, otherwise the time until <c>Expires</c>; zero for <c>no-store</c> and
    /// <c>no-cache</c>; null when the answer has none of them, or they cannot be read.</summary>
    internal static TimeSpan? MaxAgeOf(HttpResponseMessage response, DateTimeOffset now)
    {
        CacheControlHeaderValue? cache;
        try
        {
            cache = response.Headers.CacheControl;
        }
        catch (FormatException)
        {
            return null;
        }
        if (cache is { NoStore: true } or { NoCache: true }) return TimeSpan.Zero;
        if (cache?.MaxAge is { } age) return age - (response.Headers.Age ?? TimeSpan.Zero);
        // Both times are those of the other server: the difference of the clocks has no effect.
        return response.Content.Headers.Expires is { } expires ? expires - (response.Headers.Date ?? now) : null;
    }
}
