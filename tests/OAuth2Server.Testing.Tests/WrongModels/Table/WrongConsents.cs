namespace OAuth2Server.Testing.Tests;

/// <summary>Saves every code, or looks at the consent first and saves then.</summary>
internal sealed class SavesCodesApart(InMemoryModel inner, bool looks) : AlteredModel(inner)
{
    public override async ValueTask<bool> SaveConsentedCodeAsync(
        AuthorizationCode code, Consent consent, OAuthContext context, CancellationToken ct)
    {
        if (looks)
        {
            var found = await GetConsentAsync(consent.Issuer, consent.Subject, consent.ClientId, ct);
            if (found?.Id != consent.Id) return false;
            // The round trip between the two.
            Thread.SpinWait(50_000);
        }
        await SaveAuthorizationCodeAsync(code, context, ct);
        return true;
    }
}

/// <summary>Saves every consent without a comparison, or looks first and saves then.</summary>
internal sealed class ReplacesConsentsApart(InMemoryModel inner, bool looks) : AlteredModel(inner)
{
    public override async ValueTask<bool> SaveConsentAsync(Consent consent, Consent? replaced, CancellationToken ct)
    {
        var found = await GetConsentAsync(consent.Issuer, consent.Subject, consent.ClientId, ct);
        if (looks)
        {
            if (found?.Id != replaced?.Id && found?.Id != consent.Id) return false;
            Thread.SpinWait(50_000);
        }
        found = await GetConsentAsync(consent.Issuer, consent.Subject, consent.ClientId, ct);
        while (!await base.SaveConsentAsync(consent, found, ct))
            found = await GetConsentAsync(consent.Issuer, consent.Subject, consent.ClientId, ct);
        return true;
    }
}

/// <summary>Withdraws by the time alone: what a node with a clock ahead granted stays.</summary>
internal sealed class WithdrawsByTime(InMemoryModel inner) : RevivingModel(inner)
{
    protected override bool IsRevived(Authorization authorization) =>
        !Tombstones.ContainsKey(authorization.Id)
        && Withdrawals.TryGetValue((authorization.Subject, authorization.ClientId), out var at)
        && authorization.GrantedAt > at;
}
