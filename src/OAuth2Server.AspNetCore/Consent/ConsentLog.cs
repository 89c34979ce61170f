using Microsoft.Extensions.Logging;

namespace OAuth2Server.AspNetCore;

/// <summary>What is logged about consents.</summary>
internal static partial class ConsentLog
{
    [LoggerMessage(31, LogLevel.Error, "The model failed to tell or to save a consent of client {ClientId}; the user is asked", EventName = "ConsentFailed")]
    internal static partial void ConsentFailed(this ILogger logger, Exception exception, string clientId);
}
