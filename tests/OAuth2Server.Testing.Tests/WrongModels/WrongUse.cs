using System.Collections.Concurrent;

namespace OAuth2Server.Testing.Tests;

/// <summary>Find, then delete: between the two somebody else finds it, too.</summary>
internal sealed class FindThenDelete(InMemoryModel inner) : RightModel(inner)
{
    private readonly ConcurrentDictionary<SecretHash, bool> _fresh = [];
    private readonly ConcurrentDictionary<string, bool> _ended = [];

    public override async ValueTask SaveAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct)
    {
        _fresh[code.Hash] = true;
        await base.SaveAuthorizationCodeAsync(code, context, ct);
    }

    public override async ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct)
    {
        if (token.Refresh is { } refresh) _fresh[refresh.Hash] = true;
        await base.SaveTokenAsync(token, context, ct);
    }

    public override async ValueTask<bool> RevokeAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct)
    {
        if (!await TakeAsync(code)) return false;
        await base.RevokeAuthorizationCodeAsync(code, context, ct);
        return true;
    }

    public override async ValueTask<bool> RevokeTokenAsync(RefreshToken token, OAuthContext context, CancellationToken ct)
    {
        if (!await TakeAsync(token)) return false;
        await base.RevokeTokenAsync(token, context, ct);
        return true;
    }

    public override async ValueTask<bool> ExchangeAsync(Credential consumed, Token successor, Replay? replay, OAuthContext context, CancellationToken ct)
    {
        if (!await TakeAsync(consumed)) return false;
        if (successor.Refresh is { } refresh) _fresh[refresh.Hash] = true;
        if (!await base.ExchangeAsync(consumed, successor, replay, context, ct)) await base.SaveTokenAsync(successor, context, ct);
        return true;
    }

    public override async ValueTask RevokeAuthorizationAsync(string authorizationId, OAuthContext context, CancellationToken ct)
    {
        await base.RevokeAuthorizationAsync(authorizationId, context, ct);
        _ended[authorizationId] = true;
    }

    public override async ValueTask RevokeConsentAsync(string issuer, string subject, string clientId, DateTimeOffset now, CancellationToken ct)
    {
        await base.RevokeConsentAsync(issuer, subject, clientId, now, ct);
        _fresh.Clear();
    }

    private async ValueTask<bool> TakeAsync(Credential credential)
    {
        if (_ended.ContainsKey(credential.Authorization.Id) || !_fresh.ContainsKey(credential.Hash)) return false;
        await Task.Delay(1); // the way to the database
        _fresh.TryRemove(credential.Hash, out _);
        return true;
    }
}

/// <summary>A code that was used is deleted: its replay looks like a guess.</summary>
internal sealed class DeletesUsedCodes(InMemoryModel inner) : RightModel(inner)
{
    public override async ValueTask<AuthorizationCode?> GetAuthorizationCodeAsync(Secret code, OAuthContext context, CancellationToken ct) =>
        await base.GetAuthorizationCodeAsync(code, context, ct) is { ConsumedAt: null } fresh ? fresh : null;
}

/// <summary>A used refresh token goes when it would have expired, long before its authorization ends: the late thief is not noticed.</summary>
internal sealed class DeletesUsedRefreshTokensEarly(InMemoryModel inner, TimeProvider clock) : RightModel(inner)
{
    public override async ValueTask<RefreshToken?> GetRefreshTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        await base.GetRefreshTokenAsync(token, context, ct) is { } found && (found.ConsumedAt is null || found.ExpiresAt > clock.GetUtcNow()) ? found : null;
}

/// <summary>The time of use is the store's own clock's.</summary>
internal sealed class AsksItsOwnClock(InMemoryModel inner, TimeProvider clock) : RightModel(inner)
{
    public override ValueTask<bool> RevokeTokenAsync(RefreshToken token, OAuthContext context, CancellationToken ct) =>
        base.RevokeTokenAsync(token, new() { Request = context.Request, Issuer = context.Issuer, Now = clock.GetUtcNow() }, ct);
}
