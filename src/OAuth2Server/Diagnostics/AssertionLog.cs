using Microsoft.Extensions.Logging;

namespace OAuth2Server;

/// <summary>The lines about assertions.</summary>
internal static partial class AssertionLog
{
    /// <summary>Logs whose assertion became whose token.</summary>
    internal static void AssertionAccepted(this ILogger logger, OAuthEvent.AssertionAccepted e) =>
        AssertionAccepted(logger, e.ClientId, e.AssertionId, e.AssertionIssuer, e.AssertedSubject, e.Subject, e.CorrelationId);

    /// <summary>Logs who got an assertion about whom, for which server.</summary>
    internal static void IdentityAssertionIssued(this ILogger logger, OAuthEvent.IdentityAssertionIssued e)
    {
        if (!logger.IsEnabled(LogLevel.Information)) return;
        var resources = string.Join(' ', e.Resources);
        IdentityAssertionIssued(logger, e.ClientId, e.AssertionId, e.Subject, e.Audience, e.Scope, resources, e.CorrelationId);
    }

    [LoggerMessage(EventId = 390, Level = LogLevel.Information, EventName = "AssertionAccepted",
        Message = "Accepted assertion {AssertionId} of issuer {Issuer} from client {ClientId}: subject {AssertedSubject} there is " +
            "subject {Subject} here, correlation {CorrelationId}")]
    private static partial void AssertionAccepted(
        ILogger logger, string? clientId, string assertionId, string issuer, string assertedSubject, string subject, string correlationId);

    [LoggerMessage(EventId = 391, Level = LogLevel.Information, EventName = "IdentityAssertionIssued", SkipEnabledCheck = true,
        Message = "Issued identity assertion {AssertionId} about subject {Subject} to client {ClientId} for server {Audience}, scope " +
            "{Scope}, resources {Resources}, correlation {CorrelationId}")]
    private static partial void IdentityAssertionIssued(
        ILogger logger, string? clientId, string assertionId, string subject, string audience, Scope scope, string resources,
        string correlationId);
}
