namespace OAuth2Server;

/// <content>Device codes.</content>
public partial class InMemoryModel : IDeviceCodeModel
{
    // The device polls once more after the end: it hears that its code is expired, not that it is unknown.
    private static readonly TimeSpan ToldExpired = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public ValueTask<bool> SaveDeviceCodeAsync(DeviceCode code, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(code);
        lock (_records.Gate)
        {
            if (_records.Find<UserCodeOf>(code.UserCodeHash) is { } taken && !(taken.ExpiresAt <= _clock.GetUtcNow())) return new(false);
            // An expired user code goes with the first record that is added: its place is free then.
            Add(code.Hash, code, code.Authorization, code.ExpiresAt + ToldExpired);
            Add(code.UserCodeHash, new UserCodeOf(code.Hash, code.ExpiresAt), code.Authorization, code.ExpiresAt);
            return new(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask<DeviceCode?> GetDeviceCodeAsync(Secret deviceCode, OAuthContext context, CancellationToken ct) => new(Live<DeviceCode>(deviceCode.Hash));

    /// <inheritdoc/>
    public ValueTask<DeviceCode?> GetDeviceCodeByUserCodeAsync(Secret userCode, OAuthContext context, CancellationToken ct)
    {
        lock (_records.Gate) return new(_records.Find<UserCodeOf>(userCode.Hash) is { } found ? Live<DeviceCode>(found.DeviceCode) : null);
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
        return new(_records.Replace<DeviceCode>(code.Hash, found => found.LastPolledAt == code.LastPolledAt ? found with { LastPolledAt = context.Now, Interval = interval } : null));
    }

    /// <inheritdoc/>
    public ValueTask<bool> RevokeDeviceCodeAsync(DeviceCode code, OAuthContext context, CancellationToken ct) => new(Consume(code, null, context));

    private sealed record UserCodeOf(SecretHash DeviceCode, DateTimeOffset? ExpiresAt);
}
