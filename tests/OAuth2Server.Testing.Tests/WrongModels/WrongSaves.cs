using System.Collections.Concurrent;

namespace OAuth2Server.Testing.Tests;

/// <summary>Deletes the row of a revoked access token: a repeated save inserts it again.</summary>
internal sealed class DeletesRevokedAccessTokens(InMemoryModel inner) : RightModel(inner)
{
    // How often a row was deleted: after that, the model behind this one sees another token.
    private readonly ConcurrentDictionary<SecretHash, int> _deleted = [];

    public override ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct) =>
        base.SaveTokenAsync(token with { Access = Row(token.Access) }, context, ct);

    public override ValueTask<bool> ExchangeAsync(
        Credential consumed, Token successor, Replay? replay, OAuthContext context, CancellationToken ct) =>
        base.ExchangeAsync(consumed, successor with { Access = Row(successor.Access) }, replay, context, ct);

    public override async ValueTask<AccessToken?> GetAccessTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        await base.GetAccessTokenAsync(new(Key(token.Hash)), context, ct) is { } row ? row with { Hash = token.Hash } : null;

    public override ValueTask RevokeAccessTokenAsync(AccessToken token, OAuthContext context, CancellationToken ct)
    {
        var row = Row(token);
        _deleted.AddOrUpdate(token.Hash, 1, (_, times) => times + 1);
        return base.RevokeAccessTokenAsync(row, context, ct);
    }

    private AccessToken Row(AccessToken token) => token with { Hash = SecretHash.Of(Key(token.Hash)) };

    private string Key(SecretHash hash) => $"{Convert.ToHexString(hash.ToByteArray())} {_deleted.GetValueOrDefault(hash)}";
}

/// <summary>A repeated save replaces the row: a consumed credential is fresh again.</summary>
internal sealed class ReplacesConsumedCredentials(InMemoryModel inner) : RightModel(inner)
{
    private readonly ConcurrentDictionary<SecretHash, string> _saved = [];
    private readonly ConcurrentDictionary<SecretHash, bool> _replaced = [];

    public override async ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct)
    {
        if (token.Refresh is { } refresh && IsRepeated(refresh)) return;
        await base.SaveTokenAsync(token, context, ct);
    }

    public override async ValueTask SaveAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct)
    {
        if (IsRepeated(code)) return;
        await base.SaveAuthorizationCodeAsync(code, context, ct);
    }

    public override async ValueTask<AuthorizationCode?> GetAuthorizationCodeAsync(Secret code, OAuthContext context, CancellationToken ct)
    {
        var found = await base.GetAuthorizationCodeAsync(code, context, ct);
        return found is not null && _replaced.ContainsKey(found.Hash) ? found with { ConsumedAt = null } : found;
    }

    public override async ValueTask<RefreshToken?> GetRefreshTokenAsync(Secret token, OAuthContext context, CancellationToken ct)
    {
        var found = await base.GetRefreshTokenAsync(token, context, ct);
        return found is not null && _replaced.ContainsKey(found.Hash) ? found with { ConsumedAt = null } : found;
    }

    private bool IsRepeated(Credential credential)
    {
        if (_saved.TryAdd(credential.Hash, credential.Authorization.Id)) return false;
        if (_saved[credential.Hash] != credential.Authorization.Id) return false;
        _replaced[credential.Hash] = true;
        return true;
    }
}

/// <summary>INSERT … ON CONFLICT DO NOTHING, without a look at the row that is there.</summary>
internal sealed class IgnoresThatATextIsTaken(InMemoryModel inner) : RightModel(inner)
{
    public override async ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct)
    {
        try
        {
            await base.SaveTokenAsync(token, context, ct);
        }
        catch (InvalidOperationException)
        {
        }
    }

    public override async ValueTask SaveAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct)
    {
        try
        {
            await base.SaveAuthorizationCodeAsync(code, context, ct);
        }
        catch (InvalidOperationException)
        {
        }
    }
}

/// <summary>The same in an exchange.</summary>
internal sealed class IgnoresThatTheSuccessorIsTaken(InMemoryModel inner) : RightModel(inner)
{
    public override async ValueTask<bool> ExchangeAsync(
        Credential consumed, Token successor, Replay? replay, OAuthContext context, CancellationToken ct)
    {
        try
        {
            return await base.ExchangeAsync(consumed, successor, replay, context, ct);
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }
}
