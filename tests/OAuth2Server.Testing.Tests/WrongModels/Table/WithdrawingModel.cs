using System.Collections.Concurrent;

namespace OAuth2Server.Testing.Tests;

/// <summary>A withdrawal counts for every known pair for which a comparison is true, at a time that may be altered.</summary>
internal sealed class WithdrawingModel(
    InMemoryModel inner, Func<Pair, Pair, bool> matches, Func<DateTimeOffset, DateTimeOffset>? time = null) : AlteredModel(inner)
{
    private readonly ConcurrentDictionary<Pair, bool> _known = [];

    public override ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct)
    {
        var authorization = token.Access.Authorization;
        if (authorization.Subject is { } subject) _known[new(authorization.Issuer, subject, authorization.ClientId)] = true;
        return base.SaveTokenAsync(token, context, ct);
    }

    public override ValueTask<bool> SaveConsentAsync(Consent consent, Consent? replaced, CancellationToken ct)
    {
        _known[new(consent.Issuer, consent.Subject, consent.ClientId)] = true;
        return base.SaveConsentAsync(consent, replaced, ct);
    }

    public override async ValueTask RevokeConsentAsync(
        string issuer, string subject, string clientId, DateTimeOffset now, CancellationToken ct)
    {
        var withdrawn = new Pair(issuer, subject, clientId);
        foreach (var pair in _known.Keys.Where(pair => matches(pair, withdrawn)))
            await base.RevokeConsentAsync(pair.Issuer, pair.Subject, pair.ClientId, time?.Invoke(now) ?? now, ct);
    }
}

/// <summary>The key of a consent.</summary>
internal sealed record Pair(string Issuer, string Subject, string ClientId);

/// <summary>An update of the row of the consent: without a row nothing is withdrawn.</summary>
internal sealed class WithdrawsSavedConsentsOnly(InMemoryModel inner) : AlteredModel(inner)
{
    public override async ValueTask RevokeConsentAsync(
        string issuer, string subject, string clientId, DateTimeOffset now, CancellationToken ct)
    {
        if (await base.GetConsentAsync(issuer, subject, clientId, ct) is not null)
            await base.RevokeConsentAsync(issuer, subject, clientId, now, ct);
    }
}
