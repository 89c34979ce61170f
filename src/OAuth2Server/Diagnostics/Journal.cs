using Microsoft.Extensions.Logging;

namespace OAuth2Server;

/// <summary>What is said of each thing that happens, in one place: a line in the log, a count, an event.</summary>
internal sealed class Journal(ILogger log, IEnumerable<IOAuthEvents>? handlers = null)
{
    private readonly EventSink _events = new(handlers, log);

    internal ValueTask IssuedAsync(AccessToken token, OAuthContext context)
    {
        var authorization = token.Authorization;
        log.Issued(token.Id, authorization.Id, context.GrantType, authorization.ClientId, authorization.Subject, token.Scope);
        OAuth2Diagnostics.CountIssued(context.GrantType);
        return _events.IsEmpty ? default : TellAsync(new OAuthEvent.TokenIssued { TokenId = token.Id, AuthorizationId = authorization.Id, GrantType = context.GrantType, Subject = authorization.Subject, Scope = token.Scope }, context);
    }

    internal ValueTask RepeatedAsync(OAuthContext context)
    {
        log.Repeated(context.ClientId, context.CorrelationId);
        return _events.IsEmpty ? default : TellAsync(new OAuthEvent.AnswerRepeated(), context);
    }

    internal ValueTask CodeIssuedAsync(Authorization authorization, OAuthContext context)
    {
        log.CodeIssued(authorization.ClientId, authorization.Subject, context.CorrelationId);
        return _events.IsEmpty ? default : TellAsync(new OAuthEvent.CodeIssued { AuthorizationId = authorization.Id, Subject = authorization.Subject, Scope = authorization.Scope }, context);
    }

    internal ValueTask RevokedAsync(AccessToken token, OAuthContext context)
    {
        var authorization = token.Authorization;
        log.Revoked("access", authorization.Id, authorization.ClientId, context.CorrelationId);
        return _events.IsEmpty ? default : TellAsync(new OAuthEvent.TokenRevoked { TokenId = token.Id, AuthorizationId = authorization.Id }, context);
    }

    internal ValueTask RevokedAsync(Authorization authorization, OAuthContext context)
    {
        log.Revoked("refresh", authorization.Id, authorization.ClientId, context.CorrelationId);
        return _events.IsEmpty ? default : TellAsync(new OAuthEvent.AuthorizationRevoked { AuthorizationId = authorization.Id, Reason = RevocationReason.ByClient }, context);
    }

    /// <summary>Whoever introspects asks often: a line in the log and no event.</summary>
    internal void Inactive(string reason, OAuthContext context) => log.Inactive(context.ClientId ?? "", reason, context.CorrelationId);

    /// <summary>The two codes of a device alone are worth nothing yet: a line in the log and no event.</summary>
    internal void DeviceCodeIssued(Authorization prepared, OAuthContext context) => log.DeviceCodeIssued(prepared.ClientId, prepared.Id, context.CorrelationId);

    internal ValueTask DeviceAnsweredAsync(Authorization asked, string? subject, OAuthContext context)
    {
        log.DeviceAnswered(asked.ClientId, subject is null ? "denied" : "allowed", asked.Id, subject, context.CorrelationId);
        return _events.IsEmpty ? default
            : TellAsync(subject is null ? new OAuthEvent.AuthorizationDenied() : new OAuthEvent.DeviceAllowed { AuthorizationId = asked.Id, Subject = subject }, context);
    }

    internal ValueTask RefusedAsync(string endpoint, OAuthError error, OAuthContext context)
    {
        // A request without any credentials is the usual way to find out that they are needed: nothing to tell (RFC 6750 §3.1).
        if (error.Code.Length == 0) return default;
        log.Refused(endpoint, error, context);
        OAuth2Diagnostics.CountRefused(endpoint, error, context);
        return _events.IsEmpty || error.IsRoutine ? default : TellRefusalAsync(endpoint, error, context);
    }

    /// <summary>A model or a policy threw. Without a context, when not even the issuer could be told, there is no event.</summary>
    internal ValueTask FailedAsync(string endpoint, Exception exception, OAuthError error, string correlationId, OAuthContext? context)
    {
        Failed(endpoint, exception, error, correlationId, context);
        return _events.IsEmpty || context is null ? default : TellRefusalAsync(endpoint, error, context);
    }

    internal void Failed(string endpoint, Exception exception, OAuthError error, string correlationId, OAuthContext? context = null)
    {
        log.Failed(exception, endpoint, correlationId);
        OAuth2Diagnostics.CountRefused(endpoint, error, context);
    }

    private async ValueTask TellRefusalAsync(string endpoint, OAuthError error, OAuthContext context)
    {
        if (error.Revoked is var (authorizationId, reason)) await TellAsync(new OAuthEvent.AuthorizationRevoked { AuthorizationId = authorizationId, Reason = reason }, context);
        await TellAsync((endpoint is EndpointName.Completion or EndpointName.DeviceCompletion) && error.Code == "access_denied"
            ? new OAuthEvent.AuthorizationDenied()
            : new OAuthEvent.RequestRefused { Endpoint = endpoint, Error = error.Code, Rule = error.Rule }, context);
    }

    private ValueTask TellAsync(OAuthEvent e, OAuthContext context) => _events.TellAsync(e.Of(context));
}
