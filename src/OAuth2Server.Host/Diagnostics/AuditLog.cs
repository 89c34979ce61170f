using System.Net;

namespace OAuth2Server.Host;

/// <summary>Writes every event into the log, in a category of its own: who did what for whom, from where.</summary>
internal sealed partial class AuditLog : IOAuthEvents
{
    /// <summary>The category, to be filtered by or sent elsewhere.</summary>
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
        switch (e)
        {
            case OAuthEvent.TokenIssued i: TokenIssued(i.TokenId, i.GrantType, i.ClientId, i.Subject, i.AuthorizationId, i.Scope, i.RemoteAddress, i.CorrelationId); break;
            case OAuthEvent.AnswerRepeated r: AnswerRepeated(r.ClientId, r.RemoteAddress, r.CorrelationId); break;
            case OAuthEvent.CodeIssued i: CodeIssued(i.ClientId, i.Subject, i.AuthorizationId, i.Scope, i.RemoteAddress, i.CorrelationId); break;
            case OAuthEvent.AuthorizationDenied d: AuthorizationDenied(d.ClientId, d.RemoteAddress, d.CorrelationId); break;
            case OAuthEvent.RequestRefused r: RequestRefused(r.Endpoint, r.Error, r.Rule, r.ClientId, r.RemoteAddress, r.CorrelationId); break;
            case OAuthEvent.AuthorizationRevoked r: AuthorizationRevoked(r.Reason == RevocationReason.ByClient ? LogLevel.Information : LogLevel.Warning, r.AuthorizationId, r.Reason, r.ClientId, r.RemoteAddress, r.CorrelationId); break;
            case OAuthEvent.TokenRevoked r: TokenRevoked(r.TokenId, r.AuthorizationId, r.ClientId, r.RemoteAddress, r.CorrelationId); break;
            case OAuthEvent.DeviceAllowed d: DeviceAllowed(d.ClientId, d.Subject, d.AuthorizationId, d.RemoteAddress, d.CorrelationId); break;
            case OAuthEvent.ConsentGiven g: ConsentGiven(g.Subject, g.ClientId, g.Scope, g.RemoteAddress, g.CorrelationId); break;
            case OAuthEvent.ConsentWithdrawn w: ConsentWithdrawn(w.Subject, w.ClientId, w.RemoteAddress, w.CorrelationId); break;
        }
    }

    [LoggerMessage(120, LogLevel.Information, "TokenIssued {TokenId} by {GrantType} to client {ClientId} for {Subject}, authorization {AuthorizationId}, scope {Scope}, from {RemoteAddress}, correlation {CorrelationId}", EventName = "TokenIssued")]
    private partial void TokenIssued(string tokenId, string? grantType, string? clientId, string? subject, string authorizationId, Scope scope, IPAddress? remoteAddress, string correlationId);

    [LoggerMessage(121, LogLevel.Information, "AnswerRepeated to client {ClientId}, from {RemoteAddress}, correlation {CorrelationId}", EventName = "AnswerRepeated")]
    private partial void AnswerRepeated(string? clientId, IPAddress? remoteAddress, string correlationId);

    [LoggerMessage(122, LogLevel.Information, "CodeIssued to client {ClientId} by {Subject}, authorization {AuthorizationId}, scope {Scope}, from {RemoteAddress}, correlation {CorrelationId}", EventName = "CodeIssued")]
    private partial void CodeIssued(string? clientId, string? subject, string authorizationId, Scope scope, IPAddress? remoteAddress, string correlationId);

    [LoggerMessage(123, LogLevel.Information, "AuthorizationDenied to client {ClientId}, from {RemoteAddress}, correlation {CorrelationId}", EventName = "AuthorizationDenied")]
    private partial void AuthorizationDenied(string? clientId, IPAddress? remoteAddress, string correlationId);

    [LoggerMessage(124, LogLevel.Information, "RequestRefused at {Endpoint}: {Error} ({Rule}), client {ClientId}, from {RemoteAddress}, correlation {CorrelationId}", EventName = "RequestRefused")]
    private partial void RequestRefused(string endpoint, string error, string? rule, string? clientId, IPAddress? remoteAddress, string correlationId);

    [LoggerMessage(EventId = 125, EventName = "AuthorizationRevoked", Message = "AuthorizationRevoked {AuthorizationId}: {Reason}, client {ClientId}, from {RemoteAddress}, correlation {CorrelationId}")]
    private partial void AuthorizationRevoked(LogLevel level, string authorizationId, RevocationReason reason, string? clientId, IPAddress? remoteAddress, string correlationId);

    [LoggerMessage(126, LogLevel.Information, "ConsentGiven by {Subject} to client {ClientId}, scope {Scope}, from {RemoteAddress}, correlation {CorrelationId}", EventName = "ConsentGiven")]
    private partial void ConsentGiven(string subject, string? clientId, Scope scope, IPAddress? remoteAddress, string correlationId);

    [LoggerMessage(127, LogLevel.Information, "ConsentWithdrawn by {Subject} from client {ClientId}, from {RemoteAddress}, correlation {CorrelationId}", EventName = "ConsentWithdrawn")]
    private partial void ConsentWithdrawn(string subject, string? clientId, IPAddress? remoteAddress, string correlationId);

    [LoggerMessage(128, LogLevel.Information, "TokenRevoked {TokenId} by client {ClientId}, authorization {AuthorizationId}, from {RemoteAddress}, correlation {CorrelationId}", EventName = "TokenRevoked")]
    private partial void TokenRevoked(string tokenId, string authorizationId, string? clientId, IPAddress? remoteAddress, string correlationId);

    [LoggerMessage(129, LogLevel.Information, "DeviceAllowed to client {ClientId} by {Subject}, authorization {AuthorizationId}, from {RemoteAddress}, correlation {CorrelationId}", EventName = "DeviceAllowed")]
    private partial void DeviceAllowed(string? clientId, string subject, string authorizationId, IPAddress? remoteAddress, string correlationId);
}
