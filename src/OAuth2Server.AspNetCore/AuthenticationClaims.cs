using System.Globalization;
using System.Security.Claims;

namespace OAuth2Server.AspNetCore;

/// <summary>The claims of a principal that tell when and how the user signed in.</summary>
internal static class AuthenticationClaims
{
    /// <summary>Reads them; null when there are none. A time that is no number is left out.</summary>
    internal static UserAuthentication? Read(ClaimsPrincipal principal)
    {
        var (time, contextClass) = (TimeOf(principal.FindFirst("auth_time")?.Value), principal.FindFirst("acr")?.Value);
        string[] methods = [.. principal.FindAll("amr").SelectMany(claim => claim.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        var session = principal.FindFirst("sid")?.Value;
        return time is null && contextClass is null && methods.Length == 0 && session is null
            ? null
            : new() { Time = time, ContextClass = contextClass, Methods = [.. methods], SessionId = session };
    }

    private static DateTimeOffset? TimeOf(string? seconds) =>
        long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
        && time <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(time)
            : null;
}
