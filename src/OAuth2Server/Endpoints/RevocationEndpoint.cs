using Microsoft.Extensions.Logging;

namespace OAuth2Server;

/// <summary>The revocation endpoint (RFC 7009): a client says that it no longer wants a token.</summary>
internal sealed class RevocationEndpoint(IRevocationModel model, ClientAuthentication clients, ILogger log)
{
    private readonly TokenSearch _tokens = new(model);

    internal async ValueTask<Outcome<OAuthResponse>> HandleAsync(OAuthContext context, CancellationToken ct)
    {
        var request = context.Request;
        if (request.Method != "POST") return Refusals.MethodNotAllowed("POST", "RFC 7009 §2.1");
        if (Refusals.Unreadable(request) is { } unreadable) return unreadable;
        if ((await clients.AuthenticateAsync(context, ct)).IsError(out var refused, out var client)) return refused;
        if ((await _tokens.FindAsync("RFC 7009 §2.1", context, ct)).IsError(out var missing, out var found)) return missing;

        // There is nothing that a client could do about an unknown token, and what it wants is so already (RFC 7009 §2.2).
        if (found.Authorization is not { } authorization) return Responses.Done;
        // A stranger who found a token must not end the session of the client that lost it, and learns that it did not (RFC 7009 §2.1).
        if (authorization.ClientId != client.Id)
            return new OAuthError("invalid_grant", "The token was issued to another client.") { Rule = "RFC 7009 §2.1", Detail = $"Authorization {authorization.Id} is of client {authorization.ClientId}.", IsAlarming = true };

        await RevokeAsync(found, authorization, context, ct);
        return Responses.Done;
    }

    private async ValueTask RevokeAsync(TokenSearch.Found found, Authorization authorization, OAuthContext context, CancellationToken ct)
    {
        // A client that gives an access token up goes on: its refresh token stays good.
        if (found.Access is { } access) await model.RevokeAccessTokenAsync(access, context, ct);
        // Whoever gives a refresh token up is done, and so is all that came of it (RFC 7009 §2.1). A used one, too: it is the client's own, and says the same.
        else await model.RevokeAuthorizationAsync(authorization.Id, context, ct);
        log.Revoked(found.Access is null ? "refresh" : "access", authorization.Id, authorization.ClientId, context.CorrelationId);
    }
}
