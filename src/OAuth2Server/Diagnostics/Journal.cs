using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace OAuth2Server;

/// <summary>What is written of each thing that happens, in one place: a line in the log, a count, a call of the handlers.</summary>
internal sealed class Journal(ILogger log)
{
    /// <summary>Writes no log.</summary>
    internal static Journal None { get; } = new(NullLogger.Instance);

    /// <summary>Logs and counts that an endpoint refused a request.</summary>
    /// <param name="endpoint">The endpoint's name.</param>
    /// <param name="error">What the client is answered.</param>
    /// <param name="failure">What a model or a policy threw; null when it threw nothing.</param>
    /// <param name="grantType">The grant type of a token request, if the server serves it.</param>
    /// <param name="clientId">The client, if it is known.</param>
    /// <param name="correlationId">The correlation id.</param>
    internal void Refused(string endpoint, OAuthError error, Exception? failure, string? grantType, string? clientId, string correlationId)
    {
        // A request without credentials is the usual way to find out that they are needed: nothing to report (RFC 6750 §3.1).
        if (error.Code.Length == 0) return;
        if (failure is null) log.Refused(endpoint, error, clientId, correlationId);
        else log.Failed(failure, endpoint, correlationId);
        OAuth2Diagnostics.CountRefused(endpoint, error, grantType);
    }

    /// <summary>True when handlers get a <see cref="OAuthEvent.RequestRefused"/> of this refusal: resources are asked too often, and
    /// the steps of a flow are no refusals.</summary>
    internal static bool IsForHandlers(string endpoint, OAuthError error) =>
        endpoint is not (EndpointName.Resource or EndpointName.Scope or EndpointName.UserAuthentication or EndpointName.Origin)
            && error.Code.Length > 0 && !Log.IsRoutine(error);

    /// <summary>Logs and counts an event.</summary>
    internal void Write(OAuthEvent e)
    {
        switch (e)
        {
            case OAuthEvent.TokenIssued issued:
                log.Issued(issued.TokenId, issued.AuthorizationId, issued.GrantType, issued.ClientId, issued.Subject, issued.Scope);
                if (OAuth2Diagnostics.CountsTokens) OAuth2Diagnostics.CountIssued(issued.GrantType);
                break;
            case OAuthEvent.AnswerRepeated { IsFromOtherNetwork: true } repeated:
                log.RepeatedElsewhere(
                    e.ClientId, repeated.AuthorizationId, repeated.Subject, repeated.FirstRemoteAddress, e.RemoteAddress, e.CorrelationId);
                break;
            case OAuthEvent.AnswerRepeated: log.Repeated(e.ClientId, e.CorrelationId); break;
            case OAuthEvent.CodeIssued issued: log.CodeIssued(e.ClientId, issued.Subject, e.CorrelationId); break;
            case OAuthEvent.TokenRevoked revoked: log.TokenRevoked(revoked.AuthorizationId, e.ClientId, e.CorrelationId); break;
            case OAuthEvent.AuthorizationRevoked revoked: Write(revoked); break;
            case OAuthEvent.DeviceCodeIssued issued: log.DeviceCodeIssued(e.ClientId, issued.AuthorizationId, e.CorrelationId); break;
            case OAuthEvent.RequestPushed: log.RequestPushed(e.ClientId, e.CorrelationId); break;
            case OAuthEvent.DeviceAllowed allowed:
                log.DeviceAllowed(e.ClientId, allowed.AuthorizationId, allowed.Subject, e.CorrelationId);
                break;
            case OAuthEvent.AuthorizationDenied { AuthorizationId: { } id }: log.DeviceDenied(e.ClientId, id, e.CorrelationId); break;
            case OAuthEvent.ExchangeAllowed exchange: log.ExchangeAllowed(exchange); break;
            case OAuthEvent.AssertionAccepted accepted: log.AssertionAccepted(accepted); break;
            case OAuthEvent.IdentityAssertionIssued issued: log.IdentityAssertionIssued(issued); break;
            case OAuthEvent.TokenInactive inactive: log.Inactive(e.ClientId, inactive.Reason, e.CorrelationId); break;
            case OAuthEvent.AttemptRefused refused: log.AttemptRefused(refused.Kind, refused.Status, e.ClientId, e.CorrelationId); break;
            case OAuthEvent.ClientRegistered: log.ClientRegistered(e.ClientId, e.RemoteAddress, e.CorrelationId); break;
            case OAuthEvent.ClientReplaced: log.ClientReplaced(e.ClientId, e.CorrelationId); break;
            case OAuthEvent.ClientDeleted: log.ClientDeleted(e.ClientId, e.CorrelationId); break;
            case OAuthEvent.ForeignTokenPresented foreign:
                log.ForeignTokenPresented(e.ClientId, foreign.AuthorizationId, foreign.OwnerId, e.CorrelationId);
                break;
        }
    }

    private void Write(OAuthEvent.AuthorizationRevoked revoked)
    {
        if (revoked.Reason == RevocationReason.ByClient)
            log.RevokedByClient(revoked.AuthorizationId, revoked.ClientId, revoked.CorrelationId);
        else if (revoked.Reason == RevocationReason.ByResourceOwner)
            log.RevokedByResourceOwner(revoked.AuthorizationId, revoked.ClientId, revoked.CorrelationId);
        else if (revoked.Reason == RevocationReason.SessionEnded)
            log.RevokedWithSession(revoked.AuthorizationId, revoked.ClientId, revoked.CorrelationId);
        else log.RevokedForReuse(revoked.AuthorizationId, revoked.Reason, revoked.ClientId, revoked.CorrelationId);
    }

    /// <summary>Calls each handler; what a handler throws is logged, and the next one is called.</summary>
    internal async ValueTask CallAsync(OAuthEvent e, IReadOnlyList<IOAuthEvents> handlers)
    {
        for (var i = 0; i < handlers.Count; i++)
        {
            try
            {
                await handlers[i].OnAsync(e);
            }
            catch (Exception thrown)
            {
                log.HandlerFailed(thrown, handlers[i].GetType().Name, e);
            }
        }
    }
}
