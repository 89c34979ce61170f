using System.Net;
using Microsoft.Extensions.Logging;

namespace OAuth2Server;

/// <summary>Every line that the library logs. None takes a parameter that could hold a secret.</summary>
internal static partial class Log
{
    /// <summary>True for the errors that are steps of a flow: what a device gets at each poll until the user has answered (RFC 8628 §3.5),
    /// and the demand for a nonce, which the client sends with the next request (RFC 9449 §8). The log needs them for debugging
    /// only.</summary>
    internal static bool IsRoutine(OAuthError error) => error.Code is "authorization_pending" or "use_dpop_nonce";

    /// <summary>Logs a refusal with the rule that it enforces; as an error where the server failed.</summary>
    internal static void Refused(this ILogger logger, string endpoint, OAuthError error, string? clientId, string correlationId)
    {
        var level = error.Status == 500 ? LogLevel.Error : IsRoutine(error) ? LogLevel.Debug : LogLevel.Information;
        if (logger.IsEnabled(level))
            Refused(logger, level, endpoint, error.Code, error.Rule, error.Description, error.Detail, clientId, correlationId);
    }

    [LoggerMessage(EventId = 1, EventName = "Refused",
        Message = "{Endpoint} refused: {Error} ({Rule}). {Description} {Detail} Client {ClientId}, correlation {CorrelationId}")]
    private static partial void Refused(
        ILogger logger, LogLevel level, string endpoint, string error, string? rule, string description, string? detail, string? clientId,
        string correlationId);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, EventName = "Issued",
        Message = "Issued access token {TokenId} of authorization {AuthorizationId} by {GrantType} to client {ClientId} for subject " +
            "{Subject}, scope {Scope}")]
    internal static partial void Issued(
        this ILogger logger, string tokenId, string authorizationId, string? grantType, string? clientId, string? subject, Scope scope);

    [LoggerMessage(3, LogLevel.Information, "Repeated the answer to a refresh for client {ClientId}, correlation {CorrelationId}",
        EventName = "Repeated")]
    internal static partial void Repeated(this ILogger logger, string? clientId, string correlationId);

    [LoggerMessage(EventId = 250, Level = LogLevel.Warning, EventName = "RepeatedElsewhere",
        Message = "Repeated the answer to a refresh for client {ClientId} to another network, authorization {AuthorizationId}, subject " +
            "{Subject}: first to {FirstAddress}, now to {RemoteAddress}. Another party may hold the refresh token. Correlation " +
            "{CorrelationId}")]
    internal static partial void RepeatedElsewhere(
        this ILogger logger, string? clientId, string authorizationId, string? subject, IPAddress? firstAddress, IPAddress? remoteAddress,
        string correlationId);

    [LoggerMessage(EventId = 4, Level = LogLevel.Error, EventName = "Failed",
        Message = "{Endpoint} failed, correlation {CorrelationId}: the model or a policy threw. The client got server_error")]
    internal static partial void Failed(this ILogger logger, Exception exception, string endpoint, string correlationId);

    [LoggerMessage(5, LogLevel.Information, "Issued a code to client {ClientId} for subject {Subject}, correlation {CorrelationId}",
        EventName = "CodeIssued")]
    internal static partial void CodeIssued(this ILogger logger, string? clientId, string? subject, string correlationId);

    [LoggerMessage(EventId = 6, Level = LogLevel.Information, EventName = "TokenRevoked",
        Message = "Client {ClientId} revoked an access token of authorization {AuthorizationId}, correlation {CorrelationId}")]
    internal static partial void TokenRevoked(this ILogger logger, string authorizationId, string? clientId, string correlationId);

    [LoggerMessage(EventId = 7, Level = LogLevel.Information, EventName = "Inactive",
        Message = "Answered client {ClientId} that a token is not active: {Reason} (RFC 7662 §2.2). Correlation {CorrelationId}")]
    internal static partial void Inactive(this ILogger logger, string? clientId, string reason, string correlationId);

    [LoggerMessage(EventId = 8, Level = LogLevel.Information, EventName = "RevokedByClient",
        Message = "Client {ClientId} revoked authorization {AuthorizationId}, correlation {CorrelationId}")]
    internal static partial void RevokedByClient(this ILogger logger, string authorizationId, string? clientId, string correlationId);

    [LoggerMessage(EventId = 262, Level = LogLevel.Information, EventName = "RevokedByResourceOwner",
        Message = "The resource owner revoked authorization {AuthorizationId} of client {ClientId}, correlation {CorrelationId}")]
    internal static partial void RevokedByResourceOwner(
        this ILogger logger, string authorizationId, string? clientId, string correlationId);

    [LoggerMessage(300, LogLevel.Information,
        "Authorization {AuthorizationId} of client {ClientId} was revoked: its session was ended, correlation {CorrelationId}",
        EventName = "RevokedWithSession")]
    internal static partial void RevokedWithSession(
        this ILogger logger, string authorizationId, string? clientId, string correlationId);

    [LoggerMessage(EventId = 9, Level = LogLevel.Warning, EventName = "RevokedForReuse",
        Message = "Revoked authorization {AuthorizationId} of client {ClientId}: {Reason}. Another party may hold its credentials. " +
            "Correlation {CorrelationId}")]
    internal static partial void RevokedForReuse(
        this ILogger logger, string authorizationId, RevocationReason reason, string? clientId, string correlationId);

    [LoggerMessage(EventId = 10, Level = LogLevel.Warning, EventName = "ForeignTokenPresented",
        Message = "Client {ClientId} presented a token of authorization {AuthorizationId}, which belongs to client {OwnerId}. " +
            "Correlation {CorrelationId}")]
    internal static partial void ForeignTokenPresented(
        this ILogger logger, string? clientId, string authorizationId, string ownerId, string correlationId);

    [LoggerMessage(EventId = 11, Level = LogLevel.Warning, EventName = "AttemptRefused",
        Message = "Did not accept an attempt at a {Kind}, status {Status}: too many attempts failed or wait. Client {ClientId}, " +
            "correlation {CorrelationId}")]
    internal static partial void AttemptRefused(this ILogger logger, AttemptKind kind, int status, string? clientId, string correlationId);

    [LoggerMessage(EventId = 12, Level = LogLevel.Information, EventName = "DeviceCodeIssued",
        Message = "Issued a device code to client {ClientId}, authorization {AuthorizationId}, correlation {CorrelationId}")]
    internal static partial void DeviceCodeIssued(this ILogger logger, string? clientId, string authorizationId, string correlationId);

    [LoggerMessage(EventId = 320, Level = LogLevel.Information, EventName = "RequestPushed",
        Message = "Kept a pushed authorization request of client {ClientId}, correlation {CorrelationId}")]
    internal static partial void RequestPushed(this ILogger logger, string? clientId, string correlationId);

    [LoggerMessage(EventId = 13, Level = LogLevel.Information, EventName = "DeviceAllowed",
        Message = "Subject {Subject} allowed the device of client {ClientId}, authorization {AuthorizationId}, correlation " +
            "{CorrelationId}")]
    internal static partial void DeviceAllowed(
        this ILogger logger, string? clientId, string authorizationId, string subject, string correlationId);

    [LoggerMessage(EventId = 14, Level = LogLevel.Information, EventName = "DeviceDenied",
        Message = "The resource owner denied the device of client {ClientId}, authorization {AuthorizationId}, correlation " +
            "{CorrelationId}")]
    internal static partial void DeviceDenied(this ILogger logger, string? clientId, string authorizationId, string correlationId);

    [LoggerMessage(360, LogLevel.Information, "Client {ClientId} registered itself, from {RemoteAddress}, correlation {CorrelationId}",
        EventName = "ClientRegistered")]
    internal static partial void ClientRegistered(
        this ILogger logger, string? clientId, IPAddress? remoteAddress, string correlationId);

    [LoggerMessage(361, LogLevel.Information, "Client {ClientId} replaced its registration, correlation {CorrelationId}",
        EventName = "ClientReplaced")]
    internal static partial void ClientReplaced(this ILogger logger, string? clientId, string correlationId);

    [LoggerMessage(362, LogLevel.Information, "Client {ClientId} deleted its registration, correlation {CorrelationId}",
        EventName = "ClientDeleted")]
    internal static partial void ClientDeleted(this ILogger logger, string? clientId, string correlationId);

    [LoggerMessage(15, LogLevel.Error, "{Handler} threw while it handled {Event}; the answer is the same", EventName = "HandlerFailed")]
    internal static partial void HandlerFailed(this ILogger logger, Exception exception, string handler, OAuthEvent @event);
}
