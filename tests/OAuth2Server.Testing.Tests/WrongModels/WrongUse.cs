using System.Collections.Concurrent;

namespace OAuth2Server.Testing.Tests;

/// <summary>Finds the credential, then deletes it: between the two, another caller finds it, too.</summary>
internal sealed class FindThenDelete(InMemoryModel inner) : RightModel(inner)
{
    private readonly ConcurrentDictionary<SecretHash, bool> _fresh = [];
    private readonly ConcurrentDictionary<string, bool> _ended = [];

    public override async ValueTask SaveAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct)
    {
        await base.SaveAuthorizationCodeAsync(code, context, ct);
        _fresh[code.Hash] = true;
    }

    public override async ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct)
    {
        await base.SaveTokenAsync(token, context, ct);
        if (token.Refresh is { } refresh) _fresh[refresh.Hash] = true;
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

    public override async ValueTask<bool> ExchangeAsync(
        Credential consumed, Token successor, Replay? replay, OAuthContext context, CancellationToken ct)
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

    public override async ValueTask RevokeConsentAsync(
        string issuer, string subject, string clientId, DateTimeOffset now, CancellationToken ct)
    {
        await base.RevokeConsentAsync(issuer, subject, clientId, now, ct);
        _fresh.Clear();
    }

    private async ValueTask<bool> TakeAsync(Credential credential)
    {
        if (_ended.ContainsKey(credential.Authorization.Id) || !_fresh.ContainsKey(credential.Hash)) return false;
        await Task.Delay(1); // the time of a database call
        _fresh.TryRemove(credential.Hash, out _);
        return true;
    }
}

/// <summary>A consumed code is deleted: its second use looks like a guessed code.</summary>
internal sealed class DeletesConsumedCodes(InMemoryModel inner) : RightModel(inner)
{
    public override async ValueTask<AuthorizationCode?> GetAuthorizationCodeAsync(
        Secret code, OAuthContext context, CancellationToken ct) =>
        await base.GetAuthorizationCodeAsync(code, context, ct) is { ConsumedAt: null } fresh ? fresh : null;
}

/// <summary>A consumed refresh token is deleted at its expiry, before its authorization ends: late reuse is not detected.</summary>
internal sealed class DeletesConsumedRefreshTokensEarly(InMemoryModel inner, TimeProvider clock) : RightModel(inner)
{
    public override async ValueTask<RefreshToken?> GetRefreshTokenAsync(Secret token, OAuthContext context, CancellationToken ct)
    {
        var found = await base.GetRefreshTokenAsync(token, context, ct);
        return found is { ConsumedAt: null } || found?.ExpiresAt > clock.GetUtcNow() ? found : null;
    }
}

/// <summary>Takes the time of use from the clock of the store.</summary>
internal sealed class AsksItsOwnClock(InMemoryModel inner, TimeProvider clock) : RightModel(inner)
{
    public override ValueTask<bool> RevokeTokenAsync(RefreshToken token, OAuthContext context, CancellationToken ct) =>
        base.RevokeTokenAsync(token, new() { Request = context.Request, Issuer = context.Issuer, Now = clock.GetUtcNow() }, ct);
}

/// <summary>The statements that consume do not look at the tombstone.</summary>
internal sealed class ConsumesRevokedCredentials(InMemoryModel inner) : RightModel(inner)
{
    private readonly ConcurrentDictionary<string, bool> _revoked = [];

    public override ValueTask RevokeAuthorizationAsync(string authorizationId, OAuthContext context, CancellationToken ct)
    {
        _revoked[authorizationId] = true;
        return base.RevokeAuthorizationAsync(authorizationId, context, ct);
    }

    public override async ValueTask<bool> RevokeAuthorizationCodeAsync(
        AuthorizationCode code, OAuthContext context, CancellationToken ct) =>
        await base.RevokeAuthorizationCodeAsync(code, context, ct) || _revoked.ContainsKey(code.Authorization.Id);

    public override async ValueTask<bool> RevokeTokenAsync(RefreshToken token, OAuthContext context, CancellationToken ct) =>
        await base.RevokeTokenAsync(token, context, ct) || _revoked.ContainsKey(token.Authorization.Id);
}

/// <summary>The statements that consume do not look at withdrawn consents.</summary>
internal sealed class ConsumesAfterAWithdrawal(InMemoryModel inner) : RightModel(inner)
{
    private bool _withdrawn;

    public override ValueTask RevokeConsentAsync(string issuer, string subject, string clientId, DateTimeOffset now, CancellationToken ct)
    {
        _withdrawn = true;
        return base.RevokeConsentAsync(issuer, subject, clientId, now, ct);
    }

    public override async ValueTask<bool> RevokeTokenAsync(RefreshToken token, OAuthContext context, CancellationToken ct) =>
        await base.RevokeTokenAsync(token, context, ct) || _withdrawn;
}

/// <summary>Gives the record as its text was saved, and does not look at the column with the time of use.</summary>
internal sealed class TakesTheTextForTheRow(InMemoryModel inner) : RightModel(inner)
{
    public override async ValueTask<RefreshToken?> GetRefreshTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        await base.GetRefreshTokenAsync(token, context, ct) is { } found ? found with { ConsumedAt = null, Replay = null } : null;
}
