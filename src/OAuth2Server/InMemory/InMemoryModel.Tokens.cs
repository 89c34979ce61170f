namespace OAuth2Server;

/// <content>Codes and tokens.</content>
public partial class InMemoryModel
{
    /// <inheritdoc/>
    public ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(token);
        var access = token.Access;
        lock (_records.Gate)
        {
            // Both or neither: the refresh token is checked before the access token is added.
            if (token.Refresh is { } refresh) _ = _records.Holds(refresh.Hash, refresh);
            Add(access.Hash, access, access.Authorization, access.ExpiresAt);
            if (token.Refresh is not null) AddRefreshToken(token.Refresh);
        }
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<AccessToken?> GetAccessTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        new(_records.Find<AccessToken>(token.Hash) is { } found && !IsWithdrawn(found.Authorization) ? found : null);

    /// <inheritdoc/>
    public ValueTask RevokeAccessTokenAsync(AccessToken token, OAuthContext context, CancellationToken ct)
    {
        _records.Hide<AccessToken>(token.Hash);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask SaveAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(code);
        Add(code.Hash, code, code.Authorization, code.ExpiresAt);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<AuthorizationCode?> GetAuthorizationCodeAsync(Secret code, OAuthContext context, CancellationToken ct) =>
        new(Find<AuthorizationCode>(code.Hash));

    /// <inheritdoc/>
    public ValueTask<bool> RevokeAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct) =>
        new(Consume(code, null, null, context));

    /// <inheritdoc/>
    public ValueTask<RefreshToken?> GetRefreshTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        new(Find<RefreshToken>(token.Hash));

    /// <inheritdoc/>
    public ValueTask<bool> RevokeTokenAsync(RefreshToken token, OAuthContext context, CancellationToken ct) =>
        new(Consume(token, null, null, context));

    /// <inheritdoc/>
    public ValueTask RevokeAuthorizationAsync(string authorizationId, OAuthContext context, CancellationToken ct)
    {
        _records.RemoveFamily(authorizationId);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<bool> ExchangeAsync(Credential consumed, Token successor, Replay? replay, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(consumed);
        ArgumentNullException.ThrowIfNull(successor);
        lock (_records.Gate)
        {
            EnsureNew(successor);
            if (!Consume(consumed, successor, replay, context)) return new(false);
            var access = successor.Access;
            Add(access.Hash, access, access.Authorization, access.ExpiresAt);
            if (successor.Refresh is not null) AddRefreshToken(successor.Refresh);
            if (replay is not null) ClearLater(consumed.Hash, replay.Until, successor.Refresh?.Hash);
            return new(true);
        }
    }

    private T? Find<T>(SecretHash hash) where T : Credential =>
        _records.Find<T>(hash) is { } found && !IsWithdrawn(found.Authorization) ? found : null;

    private bool Consume(Credential credential, Token? successor, Replay? replay, OAuthContext context)
    {
        lock (_records.Gate)
        {
            if (!_records.Replace<Credential>(credential.Hash, Consumed)) return false;
            // A code is kept as long as what it gave can be used, so that a late second use is recognised.
            var endsAt = credential.Authorization.EndsAt;
            if (successor is { Refresh: null }) _records.Keep(credential.Hash, successor.Access.ExpiresAt);
            else if ((endsAt ?? successor?.Refresh?.ExpiresAt) is { } until) _records.Keep(credential.Hash, until);
            ClearReplayBefore(credential.Hash);
            return true;
        }

        Credential? Consumed(Credential found) =>
            found.ConsumedAt is null && !IsWithdrawn(found.Authorization) ? found with { ConsumedAt = context.Now, Replay = replay } : null;
    }

    // Checked before the credential is consumed: nothing is half done.
    private void EnsureNew(Token token)
    {
        if (_records.Holds(token.Access.Hash, token.Access) || (token.Refresh is { } refresh && _records.Holds(refresh.Hash, refresh)))
            throw FamilyTable.Taken();
    }

    // A consumed refresh token is kept until its authorization ends, so that a late second use is recognised.
    private void AddRefreshToken(RefreshToken token) =>
        Add(token.Hash, token, token.Authorization, token.Authorization.EndsAt ?? token.ExpiresAt);

    private void Add(SecretHash hash, object record, Authorization authorization, DateTimeOffset? until) =>
        Add(hash, record, authorization.Id, until);

    private void Add(SecretHash hash, object record, string family, DateTimeOffset? until)
    {
        if (!_records.Add(hash, record, family, until ?? DateTimeOffset.MaxValue, _clock.GetUtcNow())) return;
        if (Interlocked.Exchange(ref _loggedFull, 1) == 0) LogFull(_records.Capacity);
    }
}
