namespace OAuth2Server;

/// <content>Device codes.</content>
public partial class InMemoryModel : IDeviceCodeModel
{
    // A device polls once more after its code expired: the answer is then expired_token, not invalid_grant.
    private static readonly TimeSpan KeptExpired = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public ValueTask<bool> SaveDeviceCodeAsync(DeviceCode code, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(code);
        lock (_records.Gate)
        {
            if (_records.Find<UserCodeOf>(code.UserCodeHash) is { } taken && !(taken.ExpiresAt <= _clock.GetUtcNow())) return new(false);
            // Adding a record removes the expired ones, so that the place of an expired user code is free for the second.
            Add(code.Hash, code, code.Authorization, code.ExpiresAt + KeptExpired);
            Add(code.UserCodeHash, new UserCodeOf(code.Hash, code.ExpiresAt), code.Authorization, code.ExpiresAt);
            return new(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask<DeviceCode?> GetDeviceCodeAsync(Secret deviceCode, OAuthContext context, CancellationToken ct) =>
        new(Find<DeviceCode>(deviceCode.Hash));

    /// <inheritdoc/>
    public ValueTask<DeviceCode?> GetDeviceCodeByUserCodeAsync(Secret userCode, OAuthContext context, CancellationToken ct)
    {
        lock (_records.Gate)
        {
            return new(_records.Find<UserCodeOf>(userCode.Hash) is { } found ? Find<DeviceCode>(found.DeviceCode) : null);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> DecideDeviceCodeAsync(DeviceCode code, Authorization? granted, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(code);
        return new(_records.Replace<DeviceCode>(code.Hash, found =>
            found.Status != DeviceCodeStatus.Pending ? null
            : granted is null ? found with { Status = DeviceCodeStatus.Denied }
            : found with { Status = DeviceCodeStatus.Allowed, Authorization = granted }));
    }

    /// <inheritdoc/>
    public ValueTask<bool> RecordPollAsync(DeviceCode code, TimeSpan interval, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(code);
        return new(_records.Replace<DeviceCode>(code.Hash, found =>
            found.LastPolledAt == code.LastPolledAt ? found with { LastPolledAt = context.Now, Interval = interval } : null));
    }

    /// <inheritdoc/>
    public ValueTask<bool> RevokeDeviceCodeAsync(DeviceCode code, OAuthContext context, CancellationToken ct) =>
        new(Consume(code, null, null, context));

    private sealed record UserCodeOf(SecretHash DeviceCode, DateTimeOffset? ExpiresAt);
}
