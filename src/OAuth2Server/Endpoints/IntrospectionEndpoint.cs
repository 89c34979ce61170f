namespace OAuth2Server;

/// <summary>The introspection endpoint (RFC 7662): whoever may know is told what a token is good for, everybody else that it is not.</summary>
internal sealed class IntrospectionEndpoint(IOAuthModel model, OAuth2ServerOptions options, ClientAuthentication clients, Journal journal)
{
    private readonly TokenSearch _tokens = new(model);

    internal async ValueTask<Outcome<OAuthResponse>> HandleAsync(OAuthContext context, CancellationToken ct)
    {
        var request = context.Request;
        if (request.Method != "POST") return Refusals.MethodNotAllowed("POST", "RFC 7662 §2.1");
        if (Refusals.Unreadable(request) is { } unreadable) return unreadable;
        if ((await AuthenticateAsync(context, ct)).IsError(out var refused, out var client)) return refused;
        if ((await _tokens.FindAsync("RFC 7662 §2.1", context, ct)).IsError(out var missing, out var found)) return missing;

        // One answer for every reason: it must not tell a token that there is from one that there is not (RFC 7662 §2.2, §4).
        if (Inactive(found, client, context.Now) is { } reason)
        {
            journal.Inactive(reason, context);
            return Responses.Json(IntrospectionResponse.Inactive);
        }
        return Responses.Json(found.Access is { } access ? IntrospectionResponse.Of(access) : IntrospectionResponse.Of(found.Refresh!));
    }

    private async ValueTask<Outcome<Client>> AuthenticateAsync(OAuthContext context, CancellationToken ct)
    {
        var outcome = await ConfidentialAsync(context, ct);
        if (!outcome.IsError(out var error, out _) || error.Code != "invalid_client") return outcome;
        // Strangers who knock at whatever name (RFC 7662 §4). Only they are not heard: a right secret has a count of its own, and many resource servers may share one address.
        var attempt = Attempt.AtIntrospection(context, model);
        return await attempt.EndAsync(succeeded: false, ct) is { } closed ? attempt.Refuse(closed) : outcome;
    }

    private async ValueTask<Outcome<Client>> ConfidentialAsync(OAuthContext context, CancellationToken ct)
    {
        var outcome = await clients.AuthenticateAsync(context, ct);
        // Anybody can name a public client: who asks without a proof could try tokens at will (RFC 7662 §2.1, §4).
        if (!outcome.IsError(out var error, out var client))
        {
            if (client.Type == ClientType.Confidential) return client;
            error = ClientAuthentication.Failed("RFC 7662 §2.1", "A public client may not ask about tokens.");
        }
        // Whatever way the credentials came, here it is always 401 (RFC 7662 §2.3).
        return error.Code == "invalid_client" && error.Status != 401 ? ClientAuthentication.Challenged(error, context) : error;
    }

    // Why the token is not active for this client, for the log; null when it is.
    private string? Inactive(TokenSearch.Found found, Client client, DateTimeOffset now) => found switch
    {
        { Access: { } access } => access.ExpiresAt <= now ? "it is expired" : MaySee(access, client) ? null : "it is not for this client",
        { Refresh: { } refresh } when refresh.Authorization.ClientId != client.Id => "it is another client's refresh token",
        { Refresh: { } refresh } => refresh.ConsumedAt is not null ? "it was used" : refresh.IsExpired(now) ? "it is expired" : null,
        _ => "it is unknown or revoked",
    };

    // A client with grants knows its own tokens; one without is a resource server, which may know what is meant for it (RFC 7662 §4).
    private bool MaySee(AccessToken token, Client client) => client.GrantTypes.IsDefaultOrEmpty
        ? token.Audience.IsEmpty || token.Audience.Any(resource => IsResource(resource, client))
        : token.Authorization.ClientId == client.Id;

    private bool IsResource(string resource, Client client) =>
        resource == client.Id || options.Resources.Any(r => r.Resource == resource && r.ClientId == client.Id);
}
