using System.Collections.Concurrent;

namespace OAuth2Server.Testing.Tests;

/// <summary>Commits the consumption of one kind of credential, then saves.</summary>
internal sealed class CommitsBeforeTheSave<T>(InMemoryModel inner) : AlteredModel(inner) where T : Credential
{
    public override async ValueTask<bool> ExchangeAsync(
        Credential consumed, Token successor, Replay? replay, OAuthContext context, CancellationToken ct)
    {
        if (consumed is not T) return await base.ExchangeAsync(consumed, successor, replay, context, ct);
        var done = consumed switch
        {
            AuthorizationCode code => await base.RevokeAuthorizationCodeAsync(code, context, ct),
            DeviceCode device => await base.RevokeDeviceCodeAsync(device, context, ct),
            RefreshToken token => await base.RevokeTokenAsync(token, context, ct),
            _ => false,
        };
        if (done) await base.SaveTokenAsync(successor, context, ct);
        return done;
    }
}

/// <summary>Saves the access token and commits, then the refresh token.</summary>
internal sealed class SavesTheAccessTokenFirst(InMemoryModel inner) : AlteredModel(inner)
{
    public override async ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct)
    {
        await base.SaveTokenAsync(new() { Access = token.Access }, context, ct);
        if (token.Refresh is not null) await base.SaveTokenAsync(token, context, ct);
    }
}

/// <summary>Saves what an exchange gives under an id of its own: revoking the family does not reach it.</summary>
internal sealed class SavesSuccessorsOutsideOfTheFamily(InMemoryModel inner) : AlteredModel(inner)
{
    private readonly ConcurrentDictionary<SecretHash, object> _outside = [];

    public override async ValueTask<bool> ExchangeAsync(
        Credential consumed, Token successor, Replay? replay, OAuthContext context, CancellationToken ct)
    {
        if (!await base.ExchangeAsync(consumed, successor, replay, context, ct)) return false;
        _outside[successor.Access.Hash] = successor.Access;
        return true;
    }

    public override async ValueTask<AccessToken?> GetAccessTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        await base.GetAccessTokenAsync(token, context, ct) ?? _outside.GetValueOrDefault(token.Hash) as AccessToken;
}

/// <summary>The statement that exchanges one kind of credential does not look at the tombstone.</summary>
internal sealed class ExchangesUnderATombstone<T>(InMemoryModel inner) : AlteredModel(inner) where T : Credential
{
    private readonly ConcurrentDictionary<string, bool> _revoked = [];

    public override ValueTask RevokeAuthorizationAsync(string authorizationId, OAuthContext context, CancellationToken ct)
    {
        _revoked[authorizationId] = true;
        return base.RevokeAuthorizationAsync(authorizationId, context, ct);
    }

    public override async ValueTask<bool> ExchangeAsync(
        Credential consumed, Token successor, Replay? replay, OAuthContext context, CancellationToken ct) =>
        await base.ExchangeAsync(consumed, successor, replay, context, ct)
        || (consumed is T && _revoked.ContainsKey(consumed.Authorization.Id));
}

/// <summary>A repeated save of an exchanged refresh token writes the row anew.</summary>
internal sealed class RewritesExchangedTokens(InMemoryModel inner) : AlteredModel(inner)
{
    private readonly ConcurrentDictionary<SecretHash, int> _saves = [];

    public override ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct)
    {
        if (token.Refresh is { } refresh) _saves.AddOrUpdate(refresh.Hash, 1, (_, saves) => saves + 1);
        return base.SaveTokenAsync(token, context, ct);
    }

    public override async ValueTask<RefreshToken?> GetRefreshTokenAsync(Secret token, OAuthContext context, CancellationToken ct)
    {
        var found = await base.GetRefreshTokenAsync(token, context, ct);
        return found is { Replay: not null } && _saves.GetValueOrDefault(found.Hash) > 1 ? found with { Replay = null } : found;
    }
}
