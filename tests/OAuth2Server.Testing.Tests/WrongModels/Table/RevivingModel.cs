using System.Collections.Concurrent;

namespace OAuth2Server.Testing.Tests;

/// <summary>Keeps every row, so that one is found again where a tombstone, a withdrawal or a mark is forgotten. As it is, it forgets
/// none.</summary>
internal class RevivingModel(InMemoryModel inner) : AlteredModel(inner)
{
    private readonly ConcurrentDictionary<SecretHash, object> _rows = [];

    /// <summary>Whether the tombstone of an authorization is forgotten.</summary>
    public Func<string, bool> IsTombstoneForgotten { get; set; } = _ => false;

    /// <summary>Whether the withdrawal of the pair of an authorization is forgotten.</summary>
    public Func<Authorization, bool> IsWithdrawalForgotten { get; set; } = _ => false;

    /// <summary>Whether the mark of a revoked access token is forgotten.</summary>
    public Func<string, bool> IsMarkForgotten { get; set; } = _ => false;

    /// <summary>Whether the use of a refresh token is forgotten.</summary>
    public Func<SecretHash, bool> IsUseForgotten { get; set; } = _ => false;

    protected ConcurrentDictionary<string, bool> Tombstones { get; } = [];

    protected ConcurrentDictionary<(string? Subject, string ClientId), DateTimeOffset> Withdrawals { get; } = [];

    protected ConcurrentDictionary<string, bool> Marks { get; } = [];

    public override ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct)
    {
        _rows.TryAdd(token.Access.Hash, token.Access);
        if (token.Refresh is { } refresh) _rows.TryAdd(refresh.Hash, refresh);
        return base.SaveTokenAsync(token, context, ct);
    }

    public override async ValueTask<AccessToken?> GetAccessTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        await base.GetAccessTokenAsync(token, context, ct) is { } found ? found
        : _rows.GetValueOrDefault(token.Hash) is AccessToken row && (IsRevived(row.Authorization) || IsMarkRevived(row)) ? row
        : null;

    public override async ValueTask<RefreshToken?> GetRefreshTokenAsync(Secret token, OAuthContext context, CancellationToken ct)
    {
        var found = await base.GetRefreshTokenAsync(token, context, ct);
        if (found is not null) return IsUseForgotten(found.Hash) ? found with { ConsumedAt = null } : found;
        return _rows.GetValueOrDefault(token.Hash) is RefreshToken row && IsRevived(row.Authorization) ? row : null;
    }

    public override ValueTask RevokeAuthorizationAsync(string authorizationId, OAuthContext context, CancellationToken ct)
    {
        Tombstones[authorizationId] = true;
        return base.RevokeAuthorizationAsync(authorizationId, context, ct);
    }

    public override ValueTask RevokeAccessTokenAsync(AccessToken token, OAuthContext context, CancellationToken ct)
    {
        Marks[token.Id] = true;
        return base.RevokeAccessTokenAsync(token, context, ct);
    }

    public override ValueTask RevokeConsentAsync(
        string issuer, string subject, string clientId, DateTimeOffset now, CancellationToken ct)
    {
        Withdrawals[(subject, clientId)] = now;
        return base.RevokeConsentAsync(issuer, subject, clientId, now, ct);
    }

    protected virtual bool IsRevived(Authorization authorization)
    {
        var hasTombstone = Tombstones.ContainsKey(authorization.Id);
        var isWithdrawn = Withdrawals.TryGetValue((authorization.Subject, authorization.ClientId), out var at)
            && authorization.GrantedAt <= at;
        return (hasTombstone && IsTombstoneForgotten(authorization.Id)) || (isWithdrawn && IsWithdrawalForgotten(authorization));
    }

    private bool IsMarkRevived(AccessToken row) => Marks.ContainsKey(row.Id) && IsMarkForgotten(row.Id);
}

/// <summary>Forgets by pruning, although the rows live.</summary>
internal sealed class PrunesWhatEnds(InMemoryModel inner, string what) : RevivingModel(inner)
{
    public override ValueTask<int> PruneAsync(DateTimeOffset now, int atMost, CancellationToken ct)
    {
        switch (what)
        {
            case "tombstones": IsTombstoneForgotten = _ => true; break;
            case "withdrawals": IsWithdrawalForgotten = _ => true; break;
            default: IsMarkForgotten = _ => true; break;
        }
        return base.PruneAsync(now, atMost, ct);
    }
}

/// <summary>Saving a consent writes over the row with the time of its withdrawal.</summary>
internal sealed class ConsentErasesWithdrawal(InMemoryModel inner) : RevivingModel(inner)
{
    public override ValueTask<bool> SaveConsentAsync(Consent consent, Consent? replaced, CancellationToken ct)
    {
        IsWithdrawalForgotten = _ => true;
        return base.SaveConsentAsync(consent, replaced, ct);
    }
}
