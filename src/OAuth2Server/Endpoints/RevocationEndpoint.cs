namespace OAuth2Server;

/// <summary>The revocation endpoint (RFC 7009): a client says that it no longer wants a token.</summary>
internal sealed class RevocationEndpoint(IRevocationModel model, ClientAuthentication clients, Journal journal)
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
        if (found.Access is { } access)
        {
            // A client that gives an access token up goes on: its refresh token stays good.
            await model.RevokeAccessTokenAsync(access, context, ct);
            await journal.RevokedAsync(access, context);
        }
        else
        {
            // Whoever gives a refresh token up is done, and so is all that came of it (RFC 7009 §2.1). A used one, too: it is the client's own, and says the same.
            await model.RevokeAuthorizationAsync(authorization.Id, context, ct);
            await journal.RevokedAsync(authorization, context);
        }
    }
}
