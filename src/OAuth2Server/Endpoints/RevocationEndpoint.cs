namespace OAuth2Server;

/// <summary>The revocation endpoint (RFC 7009): a client no longer needs a token.</summary>
internal sealed class RevocationEndpoint(IRevocationModel model, ClientAuthentication clients) : IEndpoint
{
    public string Name => EndpointName.Revocation;

    public string Path => "/revoke";

    public BrowserAccess Browsers => BrowserAccess.ClientOrigins;

    public void Describe(ServerMetadata metadata) => metadata.AddEndpoint("revocation", this, clients);

    public async ValueTask<Outcome<OAuthResponse>> HandleAsync(OAuthContext context, CancellationToken ct)
    {
        if (Preconditions.OfPost(context, "RFC 7009 §2.1") is { } unreadable) return unreadable;
        var refusal = TokenSearch.Refuse(context, "RFC 7009 §2.1");
        if ((await clients.AuthenticateAsync(context, refusal, ct)).IsError(out var refused, out var client)) return refused;
        if ((await TokenSearch.FindAsync(model, "RFC 7009 §2.1", context, ct)).IsError(out var missing, out var found)) return missing;

        // A client can do nothing about an unknown token, and the token is not valid anyway (RFC 7009 §2.2).
        if (found.Authorization is not { } authorization) return OAuthResponse.Done;
        if (authorization.ClientId != client.Id) return await RefuseForeignAsync(authorization, context);

        await RevokeAsync(found, authorization, context, ct);
        return OAuthResponse.Done;
    }

    // An attacker who found a token must not revoke the authorization of the client that lost it (RFC 7009 §2.1).
    private static async ValueTask<OAuthError> RefuseForeignAsync(Authorization authorization, OAuthContext context)
    {
        await context.ReportAsync(
            new OAuthEvent.ForeignTokenPresented { AuthorizationId = authorization.Id, OwnerId = authorization.ClientId });
        return OAuthError.InvalidGrant(
            "The token was issued to another client.", "RFC 7009 §2.1",
            $"Authorization {authorization.Id} is of client {authorization.ClientId}.");
    }

    private async ValueTask RevokeAsync(TokenSearch found, Authorization authorization, OAuthContext context, CancellationToken ct)
    {
        if (found.Access is { } access)
        {
            // The access token alone: the refresh token of the client stays valid.
            await model.RevokeAccessTokenAsync(access, context, ct);
            await context.ReportAsync(new OAuthEvent.TokenRevoked { TokenId = access.Id, AuthorizationId = authorization.Id });
        }
        else
        {
            // A refresh token, also a consumed one, with its whole family (RFC 7009 §2.1).
            await model.RevokeAuthorizationAsync(authorization, context, ct);
            await context.ReportAsync(
                new OAuthEvent.AuthorizationRevoked { AuthorizationId = authorization.Id, Reason = RevocationReason.ByClient });
        }
    }
}
