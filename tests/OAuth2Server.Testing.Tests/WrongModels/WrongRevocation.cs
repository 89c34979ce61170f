using System.Collections.Concurrent;

namespace OAuth2Server.Testing.Tests;

/// <summary>Deletes the family and keeps no tombstone: what is saved a moment later is found.</summary>
internal sealed class ForgetsTombstones(InMemoryModel inner) : RightModel(inner)
{
    private readonly ConcurrentDictionary<string, int> _generations = [];

    public override ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct) =>
        base.SaveTokenAsync(new()
        {
            Access = token.Access with { Authorization = Inwards(token.Access.Authorization) },
            Refresh = token.Refresh is { } refresh ? refresh with { Authorization = Inwards(refresh.Authorization) } : null,
        }, context, ct);

    public override ValueTask SaveAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct) =>
        base.SaveAuthorizationCodeAsync(code with { Authorization = Inwards(code.Authorization) }, context, ct);

    public override ValueTask<bool> SaveConsentedCodeAsync(
        AuthorizationCode code, Consent consent, OAuthContext context, CancellationToken ct) =>
        base.SaveConsentedCodeAsync(code with { Authorization = Inwards(code.Authorization) }, consent, context, ct);

    public override async ValueTask<AccessToken?> GetAccessTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        await base.GetAccessTokenAsync(token, context, ct) is { } found
            ? found with { Authorization = Outwards(found.Authorization) }
            : null;

    public override async ValueTask<RefreshToken?> GetRefreshTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        await base.GetRefreshTokenAsync(token, context, ct) is { } found
            ? found with { Authorization = Outwards(found.Authorization) }
            : null;

    public override async ValueTask<AuthorizationCode?> GetAuthorizationCodeAsync(
        Secret code, OAuthContext context, CancellationToken ct) =>
        await base.GetAuthorizationCodeAsync(code, context, ct) is { } found
            ? found with { Authorization = Outwards(found.Authorization) }
            : null;

    public override ValueTask<bool> ExchangeAsync(
        Credential consumed, Token successor, Replay? replay, OAuthContext context, CancellationToken ct) =>
        base.ExchangeAsync(consumed, new()
        {
            Access = successor.Access with { Authorization = Inwards(successor.Access.Authorization) },
            Refresh = successor.Refresh is { } refresh ? refresh with { Authorization = Inwards(refresh.Authorization) } : null,
        }, replay, context, ct);

    public override ValueTask RevokeAuthorizationAsync(string authorizationId, OAuthContext context, CancellationToken ct)
    {
        var generation = _generations.AddOrUpdate(authorizationId, 1, (_, g) => g + 1);
        return base.RevokeAuthorizationAsync(Id(authorizationId, generation - 1), context, ct);
    }

    private Authorization Inwards(Authorization outer) => outer with { Id = Id(outer.Id, _generations.GetValueOrDefault(outer.Id)) };

    private static Authorization Outwards(Authorization inner) => inner with { Id = inner.Id[..inner.Id.LastIndexOf('#')] };

    private static string Id(string id, int generation) => $"{id}#{generation}";
}

/// <summary>Revokes refresh tokens and codes, but not the access tokens that were issued from them.</summary>
internal sealed class LeavesAccessTokensOut(InMemoryModel inner) : RightModel(inner)
{
    private readonly ConcurrentDictionary<SecretHash, AccessToken> _access = [];

    public override async ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct)
    {
        await base.SaveTokenAsync(token, context, ct);
        _access[token.Access.Hash] = token.Access;
    }

    public override async ValueTask<AccessToken?> GetAccessTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        await base.GetAccessTokenAsync(token, context, ct) ?? _access.GetValueOrDefault(token.Hash);

    public override ValueTask RevokeAccessTokenAsync(AccessToken token, OAuthContext context, CancellationToken ct)
    {
        _access.TryRemove(token.Hash, out _);
        return base.RevokeAccessTokenAsync(token, context, ct);
    }

    public override ValueTask<int> PruneAsync(DateTimeOffset now, int atMost, CancellationToken ct)
    {
        foreach (var expired in _access.Values.Where(token => token.ExpiresAt <= now)) _access.TryRemove(expired.Hash, out _);
        return base.PruneAsync(now, atMost, ct);
    }
}

/// <summary>Does nothing: the access token is valid until it expires.</summary>
internal sealed class KeepsRevokedAccessTokens(InMemoryModel inner) : RightModel(inner)
{
    public override ValueTask RevokeAccessTokenAsync(AccessToken token, OAuthContext context, CancellationToken ct) => default;
}

/// <summary>Revoking one access token revokes the whole family.</summary>
internal sealed class RevokesTheWholeFamily(InMemoryModel inner) : RightModel(inner)
{
    public override ValueTask RevokeAccessTokenAsync(AccessToken token, OAuthContext context, CancellationToken ct) =>
        RevokeAuthorizationAsync(token.Authorization.Id, context, ct);
}
