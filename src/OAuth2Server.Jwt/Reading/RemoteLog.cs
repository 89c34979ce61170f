using Microsoft.Extensions.Logging;

namespace OAuth2Server.Jwt;

/// <summary>What a resource server logs about its authorization server: each kind of line once a minute, because a failure is met by every
/// request.</summary>
internal sealed partial class RemoteLog(ILogger log, TimeProvider clock)
{
    private static readonly TimeSpan Distance = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _next = new(StringComparer.Ordinal);

    internal void Unavailable(string what, string issuer, string problem)
    {
        if (IsDue(what)) LogUnavailable(what, issuer, problem);
    }

    internal void KeysSkipped(string issuer, int count)
    {
        if (IsDue(nameof(KeysSkipped))) LogKeysSkipped(issuer, count);
    }

    internal void NotAllowed(string issuer, string clientId, int status)
    {
        if (IsDue(nameof(NotAllowed))) LogNotAllowed(issuer, clientId, status);
    }

    // The names are constants: the dictionary has a few entries.
    private bool IsDue(string what)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            if (_next.TryGetValue(what, out var next) && now < next) return false;
            _next[what] = now + Distance;
            return true;
        }
    }

    [LoggerMessage(230, LogLevel.Error,
        "Could not get {What} of the authorization server {Issuer}: {Problem}. Requests whose token needs it " +
        "get 503; it is tried again, and this line is written once a minute at most", EventName = "AuthorizationServerUnavailable")]
    private partial void LogUnavailable(string what, string issuer, string problem);

    [LoggerMessage(231, LogLevel.Warning,
        "Left out {Count} keys of the authorization server {Issuer}: of an unknown kind, for another use, " +
        "weak, damaged, private, or more than 100", EventName = "KeysSkipped")]
    private partial void LogKeysSkipped(string issuer, int count);

    [LoggerMessage(232, LogLevel.Error, "The authorization server {Issuer} does not accept this resource server as client {ClientId} " +
        "(status {Status}): correct Introspection.ClientId and ClientSecret. All requests with an opaque token get 503",
        EventName = "IntrospectionNotAllowed")]
    private partial void LogNotAllowed(string issuer, string clientId, int status);
}
