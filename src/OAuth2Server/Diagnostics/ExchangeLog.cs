using Microsoft.Extensions.Logging;

namespace OAuth2Server;

/// <summary>The lines about token exchange.</summary>
internal static partial class ExchangeLog
{
    /// <summary>Logs who exchanges what for whom.</summary>
    internal static void ExchangeAllowed(this ILogger logger, OAuthEvent.ExchangeAllowed e)
    {
        if (!logger.IsEnabled(LogLevel.Information)) return;
        var resources = string.Join(' ', e.Resources);
        ExchangeAllowed(logger, e.ClientId, e.SubjectTokenId, e.SubjectClientId, e.Subject, e.Actor, resources, e.CorrelationId);
    }

    [LoggerMessage(EventId = 370, Level = LogLevel.Information, EventName = "ExchangeAllowed", SkipEnabledCheck = true,
        Message = "Client {ClientId} exchanges access token {SubjectTokenId} of client {SubjectClientId} for subject {Subject}, actor " +
            "{Actor}, to use at {Resources}, correlation {CorrelationId}")]
    private static partial void ExchangeAllowed(
        ILogger logger, string? clientId, string subjectTokenId, string subjectClientId, string subject, string? actor, string resources,
        string correlationId);
}
