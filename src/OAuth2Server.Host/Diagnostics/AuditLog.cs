using System.Net;

namespace OAuth2Server.Host;

/// <summary>Writes every event to the log, in a category of its own.</summary>
internal sealed partial class AuditLog : IOAuthEvents
{
    /// <summary>The category. A configuration can filter it or send it to another place.</summary>
    internal const string Category = "OAuth2Server.Audit";

    private readonly ILogger _log;

    public AuditLog(ILoggerFactory logging) => _log = logging.CreateLogger(Category);

    public ValueTask OnAsync(OAuthEvent e)
    {
        Write(e);
        return default;
    }

    private void Write(OAuthEvent e)
    {
        var (address, id) = (e.RemoteAddress, e.CorrelationId);
        switch (e)
        {
            case OAuthEvent.TokenIssued i:
                TokenIssued(i.TokenId, i.GrantType, i.ClientId, i.Subject, i.AuthorizationId, i.Scope, address, id);
                break;
            case OAuthEvent.AnswerRepeated r:
                AnswerRepeated(
                    r.IsFromOtherNetwork ? LogLevel.Warning : LogLevel.Information, r.ClientId, r.Subject, r.AuthorizationId,
                    r.FirstRemoteAddress, address, id);
                break;
            case OAuthEvent.CodeIssued i:
                CodeIssued(i.ClientId, i.Subject, i.AuthorizationId, i.Scope, address, id);
                break;
            case OAuthEvent.AuthorizationDenied:
                AuthorizationDenied(e.ClientId, address, id);
                break;
            case OAuthEvent.RequestRefused r:
                RequestRefused(r.Endpoint, r.Error, r.Rule, r.ClientId, address, id);
                break;
            case OAuthEvent.AuthorizationRevoked r:
                var isReuse = r.Reason is RevocationReason.CodeReused or RevocationReason.RefreshTokenReused
                    or RevocationReason.DeviceCodeReused;
                var level = isReuse ? LogLevel.Warning : LogLevel.Information;
                AuthorizationRevoked(level, r.AuthorizationId, r.Reason, r.ClientId, address, id);
                break;
            case OAuthEvent.TokenRevoked r:
                TokenRevoked(r.TokenId, r.AuthorizationId, r.ClientId, address, id);
                break;
            case OAuthEvent.DeviceAllowed d:
                DeviceAllowed(d.ClientId, d.Subject, d.AuthorizationId, address, id);
                break;
            case OAuthEvent.ConsentGiven g:
                ConsentGiven(g.Subject, g.ClientId, g.Scope, address, id);
                break;
            case OAuthEvent.ConsentWithdrawn w:
                ConsentWithdrawn(w.Subject, w.ClientId, address, id);
                break;
        }
    }

    [LoggerMessage(130, LogLevel.Information,
        "TokenIssued {TokenId} by {GrantType} to client {ClientId} for {Subject}, authorization {AuthorizationId}, scope {Scope}, "
        + "from {RemoteAddress}, correlation {CorrelationId}", EventName = "TokenIssued")]
    private partial void TokenIssued(
        string tokenId,
        string? grantType,
        string? clientId,
        string? subject,
        string authorizationId,
        Scope scope,
        IPAddress? remoteAddress,
        string correlationId);

    [LoggerMessage(EventId = 131, EventName = "AnswerRepeated", Message =
        "AnswerRepeated to client {ClientId} for {Subject}, authorization {AuthorizationId}, first to {FirstAddress}, "
        + "from {RemoteAddress}, correlation {CorrelationId}")]
    private partial void AnswerRepeated(
        LogLevel level,
        string? clientId,
        string? subject,
        string authorizationId,
        IPAddress? firstAddress,
        IPAddress? remoteAddress,
        string correlationId);

    [LoggerMessage(132, LogLevel.Information,
        "CodeIssued to client {ClientId} by {Subject}, authorization {AuthorizationId}, scope {Scope}, "
        + "from {RemoteAddress}, correlation {CorrelationId}", EventName = "CodeIssued")]
    private partial void CodeIssued(
        string? clientId, string? subject, string authorizationId, Scope scope, IPAddress? remoteAddress, string correlationId);

    [LoggerMessage(133, LogLevel.Information,
        "AuthorizationDenied to client {ClientId}, from {RemoteAddress}, correlation {CorrelationId}", EventName = "AuthorizationDenied")]
    private partial void AuthorizationDenied(string? clientId, IPAddress? remoteAddress, string correlationId);

    [LoggerMessage(134, LogLevel.Information,
        "RequestRefused at {Endpoint}: {Error} ({Rule}), client {ClientId}, "
        + "from {RemoteAddress}, correlation {CorrelationId}", EventName = "RequestRefused")]
    private partial void RequestRefused(
        string endpoint, string error, string? rule, string? clientId, IPAddress? remoteAddress, string correlationId);

    [LoggerMessage(EventId = 135, EventName = "AuthorizationRevoked",
        Message = "AuthorizationRevoked {AuthorizationId}: {Reason}, client {ClientId}, "
        + "from {RemoteAddress}, correlation {CorrelationId}")]
    private partial void AuthorizationRevoked(
        LogLevel level, string authorizationId, RevocationReason reason, string? clientId, IPAddress? remoteAddress, string correlationId);

    [LoggerMessage(136, LogLevel.Information,
        "ConsentGiven by {Subject} to client {ClientId}, scope {Scope}, "
        + "from {RemoteAddress}, correlation {CorrelationId}", EventName = "ConsentGiven")]
    private partial void ConsentGiven(string subject, string? clientId, Scope scope, IPAddress? remoteAddress, string correlationId);

    [LoggerMessage(137, LogLevel.Information,
        "ConsentWithdrawn by {Subject} from client {ClientId}, "
        + "from {RemoteAddress}, correlation {CorrelationId}", EventName = "ConsentWithdrawn")]
    private partial void ConsentWithdrawn(string subject, string? clientId, IPAddress? remoteAddress, string correlationId);

    [LoggerMessage(138, LogLevel.Information,
        "TokenRevoked {TokenId} by client {ClientId}, authorization {AuthorizationId}, "
        + "from {RemoteAddress}, correlation {CorrelationId}", EventName = "TokenRevoked")]
    private partial void TokenRevoked(
        string tokenId, string authorizationId, string? clientId, IPAddress? remoteAddress, string correlationId);

    [LoggerMessage(139, LogLevel.Information,
        "DeviceAllowed to client {ClientId} by {Subject}, authorization {AuthorizationId}, "
        + "from {RemoteAddress}, correlation {CorrelationId}", EventName = "DeviceAllowed")]
    private partial void DeviceAllowed(
        string? clientId, string subject, string authorizationId, IPAddress? remoteAddress, string correlationId);
}
