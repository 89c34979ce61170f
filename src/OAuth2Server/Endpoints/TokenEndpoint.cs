namespace OAuth2Server;

/// <summary>The token endpoint (RFC 6749 §3.2): who asks, by which grant, for what.</summary>
internal sealed class TokenEndpoint(ClientAuthentication clients, IGrant[] grants, TokenIssuer issuer)
{
    internal async ValueTask<Outcome<Issued>> HandleAsync(OAuthContext context, CancellationToken ct)
    {
        var request = context.Request;
        // First, so that also the refusals below are counted by grant type.
        var grant = Find(request["grant_type"]);
        context.GrantType = grant?.GrantType;

        if (request.Method != "POST") return Refusals.MethodNotAllowed("POST");
        if (Refusals.Unreadable(request) is { } unreadable) return unreadable;
        if ((await clients.AuthenticateAsync(context, ct)).IsError(out var refused, out var client)) return refused;

        if (request["grant_type"] is not { } grantType) return OAuthError.InvalidRequest("grant_type is missing.", "RFC 6749 §4.1.3");
        if (grant is null) return OAuthError.UnsupportedGrantType("The server has no such grant.");
        if (!client.GrantTypes.Contains(grantType, StringComparer.Ordinal)) return OAuthError.UnauthorizedClient("The client is not registered for this grant type.", "RFC 6749 §5.2");
        if (Refusals.Scope(request).IsError(out var malformed, out var scope)) return malformed;

        return await GrantAsync(grant, new() { Context = context, Client = client, Scope = scope.OrNull }, ct);
    }

    private IGrant? Find(string? grantType)
    {
        foreach (var grant in grants)
        {
            if (grant.GrantType == grantType) return grant;
        }
        return null;
    }

    // Twice at most: who loses the race for a credential sees, the second time, that it is used, and is answered accordingly.
    private async ValueTask<Outcome<Issued>> GrantAsync(IGrant grant, GrantRequest request, CancellationToken ct)
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            if ((await grant.HandleAsync(request, ct)).IsError(out var denied, out var granted)) return denied;
            if ((await issuer.IssueAsync(request.Client, granted, request.Context, ct)).IsError(out var failed, out var issued)) return failed;
            if (issued != Issued.LostTheRace) return issued;
        }
        return OAuthError.InvalidGrant("The credential is no longer valid.", detail: "The model refused to consume a credential that it shows as unused: it was revoked, or the model is wrong.");
    }
}
