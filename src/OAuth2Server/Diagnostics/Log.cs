using Microsoft.Extensions.Logging;

namespace OAuth2Server;

/// <summary>Every line that the library logs. None takes a parameter that could hold a secret.</summary>
internal static partial class Log
{
    /// <summary>Logs a refusal with the rule it enforces: as a warning where an operator should look, as an error where the server failed.</summary>
    internal static void Refused(this ILogger logger, string endpoint, OAuthError error, OAuthContext context)
    {
        var level = error.Status >= 500 ? LogLevel.Error : error.IsAlarming ? LogLevel.Warning : error.IsRoutine ? LogLevel.Debug : LogLevel.Information;
        if (logger.IsEnabled(level)) Refused(logger, level, endpoint, error.Code, error.Rule, error.Description, error.Detail, context.ClientId, context.CorrelationId);
    }

    [LoggerMessage(EventId = 1, EventName = "Refused", Message = "{Endpoint} refused: {Error} ({Rule}). {Description} {Detail} Client {ClientId}, correlation {CorrelationId}")]
    private static partial void Refused(ILogger logger, LogLevel level, string endpoint, string error, string? rule, string description, string? detail, string? clientId, string correlationId);

    [LoggerMessage(2, LogLevel.Information, "Issued access token {TokenId} of authorization {AuthorizationId} by {GrantType} to client {ClientId} for subject {Subject}, scope {Scope}", EventName = "Issued")]
    internal static partial void Issued(this ILogger logger, string tokenId, string authorizationId, string? grantType, string clientId, string? subject, Scope scope);

    [LoggerMessage(3, LogLevel.Information, "Repeated the answer to a refresh for client {ClientId}, correlation {CorrelationId}", EventName = "Repeated")]
    internal static partial void Repeated(this ILogger logger, string? clientId, string correlationId);

    [LoggerMessage(4, LogLevel.Error, "{Endpoint} failed, correlation {CorrelationId}: the model or a policy threw. The client was told server_error", EventName = "Failed")]
    internal static partial void Failed(this ILogger logger, Exception exception, string endpoint, string correlationId);

    [LoggerMessage(5, LogLevel.Information, "Code issued to client {ClientId} for subject {Subject}, correlation {CorrelationId}", EventName = "CodeIssued")]
    internal static partial void CodeIssued(this ILogger logger, string clientId, string? subject, string correlationId);

    [LoggerMessage(6, LogLevel.Information, "Revoked an {Kind} token of authorization {AuthorizationId} for client {ClientId}, correlation {CorrelationId}", EventName = "Revoked")]
    internal static partial void Revoked(this ILogger logger, string kind, string authorizationId, string clientId, string correlationId);

    [LoggerMessage(7, LogLevel.Information, "Told client {ClientId} that a token is not active: {Reason} (RFC 7662 §2.2). Correlation {CorrelationId}", EventName = "Inactive")]
    internal static partial void Inactive(this ILogger logger, string clientId, string reason, string correlationId);

    [LoggerMessage(12, LogLevel.Information, "Device code issued to client {ClientId}, authorization {AuthorizationId}, correlation {CorrelationId}", EventName = "DeviceCodeIssued")]
    internal static partial void DeviceCodeIssued(this ILogger logger, string clientId, string authorizationId, string correlationId);

    [LoggerMessage(13, LogLevel.Information, "Device request of client {ClientId} {Answer}, authorization {AuthorizationId}, subject {Subject}, correlation {CorrelationId}", EventName = "DeviceAnswered")]
    internal static partial void DeviceAnswered(this ILogger logger, string clientId, string answer, string authorizationId, string? subject, string correlationId);

    [LoggerMessage(15, LogLevel.Error, "{Handler} threw and was not told all of {Event}; the answer is the same", EventName = "EventLost")]
    internal static partial void EventLost(this ILogger logger, Exception exception, string handler, OAuthEvent @event);
}
