namespace OAuth2Server;

/// <content>Codes and tokens.</content>
public partial class InMemoryModel
{
    /// <inheritdoc/>
    public ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct)
    {
        Add(token, context);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<AccessToken?> GetAccessTokenAsync(Secret token, OAuthContext context, CancellationToken ct) => new(_records.Find<AccessToken>(token.Hash) is { } found && !IsWithdrawn(found.Authorization) ? found : null);

    /// <inheritdoc/>
    public ValueTask RevokeAccessTokenAsync(AccessToken token, OAuthContext context, CancellationToken ct)
    {
        _records.Bury<AccessToken>(token.Hash);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask SaveAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct)
    {
        Add(code.Hash, code, code.Authorization, code.ExpiresAt);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<AuthorizationCode?> GetAuthorizationCodeAsync(Secret code, OAuthContext context, CancellationToken ct) => new(Live<AuthorizationCode>(code.Hash));

    /// <inheritdoc/>
    public ValueTask<bool> RevokeAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct) => new(Consume(code, null, context));

    /// <inheritdoc/>
    public ValueTask<RefreshToken?> GetRefreshTokenAsync(Secret token, OAuthContext context, CancellationToken ct) => new(Live<RefreshToken>(token.Hash));

    /// <inheritdoc/>
    public ValueTask<bool> RevokeTokenAsync(RefreshToken token, OAuthContext context, CancellationToken ct) => new(Consume(token, null, context));

    /// <inheritdoc/>
    public ValueTask RevokeAuthorizationAsync(string authorizationId, OAuthContext context, CancellationToken ct)
    {
        _records.RemoveFamily(authorizationId);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<bool> ExchangeAsync(Credential consumed, Token successor, Replay? replay, OAuthContext context, CancellationToken ct)
    {
        lock (_records.Gate)
        {
            if (!Consume(consumed, replay, context)) return new(false);
            Add(successor, context);
            return new(true);
        }
    }

    private T? Live<T>(SecretHash hash) where T : Credential =>
        _records.Find<T>(hash) is { } found && !IsWithdrawn(found.Authorization) ? found : null;

    private bool Consume(Credential credential, Replay? replay, OAuthContext context) =>
        _records.Replace<Credential>(credential.Hash, found => found.ConsumedAt is null && !IsWithdrawn(found.Authorization) ? found with { ConsumedAt = context.Now, Replay = replay } : null);

    private void Add(Token token, OAuthContext context)
    {
        Add(token.Access.Hash, token.Access, token.Access.Authorization, token.Access.ExpiresAt);
        // A consumed refresh token is kept until its authorization ends: only so is a late second use seen.
        if (token.Refresh is { } refresh) Add(refresh.Hash, refresh, refresh.Authorization, refresh.Authorization.EndsAt ?? refresh.ExpiresAt);
    }

    private void Add(SecretHash hash, object record, Authorization authorization, DateTimeOffset? until)
    {
        if (!_records.Add(hash, record, authorization.Id, until ?? DateTimeOffset.MaxValue, _clock.GetUtcNow())) return;
        if (Interlocked.Exchange(ref _saidFull, 1) == 0) SayFull(_records.Capacity);
    }
}
