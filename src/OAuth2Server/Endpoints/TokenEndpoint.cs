namespace OAuth2Server;

/// <summary>The token endpoint (RFC 6749 §3.2): which client, which grant, for what.</summary>
internal sealed class TokenEndpoint(
    ClientAuthentication clients, KeyBindings bindings, IGrant[] grants, TokenIssuer issuer, IClientRegistrationModel? registrations)
    : IEndpoint
{
    public string Name => EndpointName.Token;

    public string Path => "/token";

    public BrowserAccess Browsers => BrowserAccess.ClientOrigins;

    public void Describe(ServerMetadata metadata)
    {
        metadata.AddEndpoint("token", this, clients);
        metadata.Add("grant_types_supported", grants.Select(grant => grant.GrantType));
    }

    public async ValueTask<Outcome<OAuthResponse>> HandleAsync(OAuthContext context, CancellationToken ct)
    {
        // First, so that the refusals below are counted by grant type too.
        var grant = Array.Find(grants, grant => grant.GrantType == context["grant_type"]);
        context.GrantType = grant?.GrantType;

        if (context.Request.Method != "POST") return OAuthError.MethodNotAllowed("POST", "RFC 6749 §3.2");
        if (context.Parameters.Problem is { } unreadable) return unreadable;
        // Before the client: one that must send its request again with a nonce sends the same client assertion (RFC 9449 §8).
        if (await bindings.CheckAsync(context, ct) is { } wrongProof) return wrongProof;
        var isScope = context.Parameters.TryGetScope(out var scope);
        var refusal = context["grant_type"] is null ? OAuthError.InvalidRequest("grant_type is missing.", "RFC 6749 §4.1.3")
            : grant is null ? OAuthError.UnsupportedGrantType("The server has no such grant.")
            : !isScope ? OAuthError.InvalidScope("scope is malformed.")
            : null;
        if ((await clients.AuthenticateAsync(context, refusal, ct)).IsError(out var refused, out var client)) return refused;

        if (grant is null || refusal is not null) return refusal!;
        if (!client.GrantTypes.Contains(grant.GrantType, StringComparer.Ordinal))
            return OAuthError.UnauthorizedClient("The client is not registered for this grant type.", "RFC 6749 §5.2");

        // Before the grant: a request without the right proof consumes nothing and revokes nothing (RFC 9449 §8).
        if ((await bindings.FindAsync(client, context, ct)).IsError(out var notProven, out var keys)) return notProven;
        if (ProfileChecks.RefuseToken(client, keys.Bound is not null, context) is { } forbidden) return forbidden;
        return await GrantAsync(grant, new() { Context = context, Client = client, Scope = scope, Keys = keys }, ct);
    }

    // Twice at most: a request that lost the exchange to another one sees, the second time, a consumed credential, and is answered
    // accordingly.
    private async ValueTask<Outcome<OAuthResponse>> GrantAsync(IGrant grant, GrantRequest request, CancellationToken ct)
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            if ((await grant.HandleAsync(request, ct)).IsError(out var denied, out var granted)) return denied;
            if ((await issuer.PrepareAsync(request.Client, granted, request.Keys, request.Context, ct))
                .IsError(out var failed, out var issue)) return failed;
            // Not earlier: anyone can make proofs, and a used one is kept for minutes. Not later: of several requests with one proof at the
            // same moment, one gets tokens.
            if (await request.Keys.UseAsync(request.Context, ct) is { } used) return used;
            // A client that registered itself is removed if it gets no token. Before the exchange: what fails here consumes nothing.
            if (request.Client.UnusedUntil is not null && registrations is not null)
                await registrations.KeepRegistrationAsync(request.Client.Id, request.Context, ct);
            if (granted.UseAsync is { } use && await use(ct) is { } usedBefore) return usedBefore;
            if ((await issuer.ExchangeAsync(issue, ct)).IsError(out var revoked, out var exchanged)) return revoked;
            if (exchanged) return OAuthResponse.Json(issue.Answer);
        }
        return OAuthError.InvalidGrant("The credential is no longer valid.",
            detail: "The model refused to consume a credential that it shows as unused: it was revoked, or the model is wrong.");
    }
}
