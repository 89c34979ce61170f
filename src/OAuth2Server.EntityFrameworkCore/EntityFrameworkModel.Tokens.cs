using System.Security.Cryptography;

namespace OAuth2Server.EntityFrameworkCore;

/// <content>Codes and tokens.</content>
public partial class EntityFrameworkModel<TContext>
{
    /// <inheritdoc/>
    public async ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct)
    {
        var parameters = new Parameters().Add(AccessTokenRow.Of(token.Access), Shapes.AccessToken);
        if (token.Refresh is { } refresh) parameters.Add(CredentialRow.Of(refresh), Shapes.Credential);
        var (sql, expected) = token.Refresh is null ? (_store.Sql.SaveAccessToken, 1) : (_store.Sql.SaveBothTokens, 2);
        if (await _store.ExecuteAsync(sql, parameters, ct, severalStatements: expected > 1) < expected)
            await EnsureOursAsync(token, ct);
    }

    /// <inheritdoc/>
    public async ValueTask<AccessToken?> GetAccessTokenAsync(Secret token, OAuthContext context, CancellationToken ct)
    {
        var row = await _store.FindAsync(_store.Sql.FindAccessToken, Shapes.AccessToken, new Parameters().Add(token.Hash.ToByteArray()), ct);
        return Readable(row, r => r.ToAccessToken(), "access tokens", r => r.Id);
    }

    /// <inheritdoc/>
    public async ValueTask SaveAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct)
    {
        if (await _store.ExecuteAsync(_store.Sql.SaveCredential, new Parameters().Add(CredentialRow.Of(code), Shapes.Credential), ct) < 1)
            await EnsureOursAsync(_store.Sql.OwnerOfCredential, code.Hash, code.Authorization.Id, ct);
    }

    /// <inheritdoc/>
    public async ValueTask<AuthorizationCode?> GetAuthorizationCodeAsync(Secret code, OAuthContext context, CancellationToken ct) =>
        Readable(await FindCredentialAsync(code, CredentialRow.Code, ct), r => r.ToCode(), "codes", r => r.AuthorizationId);

    /// <inheritdoc/>
    public async ValueTask<RefreshToken?> GetRefreshTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        Readable(await FindCredentialAsync(token, CredentialRow.Refresh, ct), r => r.ToRefreshToken(), "refresh tokens", r => r.AuthorizationId);

    /// <inheritdoc/>
    public ValueTask<bool> RevokeAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct) => ConsumeAsync(code, context, ct);

    /// <inheritdoc/>
    public ValueTask<bool> RevokeTokenAsync(RefreshToken token, OAuthContext context, CancellationToken ct) => ConsumeAsync(token, context, ct);

    /// <inheritdoc/>
    public async ValueTask<bool> ExchangeAsync(Credential consumed, Token successor, Replay? replay, OAuthContext context, CancellationToken ct)
    {
        var parameters = ConsumeParameters(consumed, successor.Access.Hash.ToByteArray(), replay, context).Add(AccessTokenRow.Of(successor.Access), Shapes.AccessToken);
        if (successor.Refresh is { } refresh) parameters.Add(CredentialRow.Of(refresh), Shapes.Credential);
        var sql = successor.Refresh is null ? _store.Sql.ExchangeForAccessToken : _store.Sql.ExchangeForBothTokens;

        var changed = await _store.ExecuteAsync(sql, parameters, ct, severalStatements: true);
        if (changed > 0 && changed < (successor.Refresh is null ? 2 : 3)) await EnsureOursAsync(successor, ct);
        return changed > 0;
    }

    /// <inheritdoc/>
    public async ValueTask RevokeAuthorizationAsync(string authorizationId, OAuthContext context, CancellationToken ct)
    {
        // A week is longer than any save that is under way now.
        var parameters = new Parameters().Add(authorizationId).Add(RevocationRow.Unsettled(context.Now.AddDays(7)));
        await _store.ExecuteAsync(_store.Sql.Revoke, parameters, ct);
    }

    /// <inheritdoc/>
    public async ValueTask RevokeAccessTokenAsync(AccessToken token, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(token);
        // Its row stays: a save that is run again, because its answer was lost, would bring a deleted one back.
        await _store.ExecuteAsync(_store.Sql.Revoke, new Parameters().Add(token.Id).Add(RevocationRow.Settled(token.ExpiresAt)), ct);
    }

    private async ValueTask<bool> ConsumeAsync(Credential credential, OAuthContext context, CancellationToken ct) =>
        await _store.ExecuteAsync(_store.Sql.Consume, ConsumeParameters(credential, RandomNumberGenerator.GetBytes(16), null, context), ct) > 0;

    private static Parameters ConsumeParameters(Credential credential, byte[] consumer, Replay? replay, OAuthContext context) => new Parameters()
        .Add(credential.Hash.ToByteArray())
        .Add(context.Now.UtcTicks)
        .Add(consumer)
        .Add(replay?.Until.UtcTicks)
        .Add(replay?.SealedResponse.ToArray());

    private Task<CredentialRow?> FindCredentialAsync(Secret secret, string kind, CancellationToken ct) =>
        _store.FindAsync(_store.Sql.FindCredential, Shapes.Credential, new Parameters().Add(secret.Hash.ToByteArray()).Add(kind), ct);

    private async ValueTask EnsureOursAsync(Token token, CancellationToken ct)
    {
        await EnsureOursAsync(_store.Sql.OwnerOfAccessToken, token.Access.Hash, token.Access.Id, ct);
        if (token.Refresh is { } refresh) await EnsureOursAsync(_store.Sql.OwnerOfCredential, refresh.Hash, refresh.Authorization.Id, ct);
    }

    // The insert found its key taken: by itself, before the connection broke, or by another token with the same text.
    private async ValueTask EnsureOursAsync(string ownerSql, SecretHash hash, string owner, CancellationToken ct)
    {
        if (await _store.ScalarAsync(ownerSql, new Parameters().Add(hash.ToByteArray()), ct) as string != owner)
            throw new InvalidOperationException("A code or token with this text exists already: the token generator repeats itself.");
    }
}
