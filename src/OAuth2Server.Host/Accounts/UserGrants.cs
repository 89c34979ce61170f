using OAuth2Server.AspNetCore;

namespace OAuth2Server.Host;

/// <summary>What a user allowed to applications: the remembered consents, and the authorizations, also those of devices and of
/// applications on devices, of which no consent is remembered.</summary>
internal sealed class UserGrants(IConsentModel consents, IAuthorizationListModel authorizations, TimeProvider clock)
{
    /// <summary>The most authorizations that a page shows.</summary>
    internal const int MaxListed = 100;

    /// <summary>The remembered consents.</summary>
    internal async ValueTask<IReadOnlyList<Consent>> ConsentsAsync(string issuer, string subject, CancellationToken ct) =>
        [.. (await consents.GetConsentsAsync(issuer, subject, ct)).Where(consent => !consent.IsEmpty)];

    /// <summary>The live authorizations, those that were granted last first.</summary>
    internal ValueTask<IReadOnlyList<LiveAuthorization>> AuthorizationsAsync(string issuer, string subject, CancellationToken ct) =>
        authorizations.GetAuthorizationsAsync(issuer, subject, clock.GetUtcNow(), MaxListed, ct);

    /// <summary>Withdraws what a user allowed an application: the consent, if one is remembered, and every authorization.</summary>
    internal async Task WithdrawAsync(HttpContext http, string issuer, string subject, string clientId, CancellationToken ct)
    {
        // Only what is there is withdrawn: otherwise a user could fill the table with invented clients.
        var isThere = await consents.GetConsentAsync(issuer, subject, clientId, ct) is not null
            || (await AuthorizationsAsync(issuer, subject, ct)).Any(live => live.Authorization.ClientId == clientId);
        if (!isThere) return;
        var context = http.GetOAuthContext();
        await consents.RevokeConsentAsync(issuer, subject, clientId, context.Now, ct);
        await context.ReportAsync(new OAuthEvent.ConsentWithdrawn { ClientId = clientId, Subject = subject });
    }

    /// <summary>Revokes one authorization of a user. It does nothing if the user has no such live authorization.</summary>
    internal async Task EndAsync(HttpContext http, string issuer, string subject, string authorizationId, CancellationToken ct)
    {
        var all = await AuthorizationsAsync(issuer, subject, ct);
        if (all.FirstOrDefault(live => live.Authorization.Id == authorizationId) is not { Authorization: var found }) return;
        var context = http.GetOAuthContext();
        await authorizations.RevokeAuthorizationAsync(found, context, ct);
        await context.ReportAsync(new OAuthEvent.AuthorizationRevoked
        {
            AuthorizationId = found.Id,
            ClientId = found.ClientId,
            Reason = RevocationReason.ByResourceOwner,
        });
    }
}
