namespace OAuth2Server.EntityFrameworkCore;

/// <summary>One authorization code, refresh token or device code, consumed ones included.</summary>
public sealed class CredentialRow : AuthorizationColumns
{
    internal const string Code = "code";
    internal const string Refresh = "refresh";
    internal const string Device = "device";
    internal const string Pending = "pending";
    private const string Allowed = "allowed";
    private const string Denied = "denied";

    // A device polls once more after the end: it hears that its code is expired, not that it is unknown.
    private static readonly TimeSpan ToldExpired = TimeSpan.FromMinutes(5);

    /// <summary><c>code</c>, <c>refresh</c> or <c>device</c>.</summary>
    public string Kind { get; set; } = "";

    /// <summary><see cref="Credential.ExpiresAt"/> in UTC ticks; null means never.</summary>
    public long? ExpiresAt { get; set; }

    /// <summary><see cref="Credential.ConsumedAt"/> in UTC ticks; null while it is fresh.</summary>
    public long? ConsumedAt { get; set; }

    /// <summary>Who consumed it: the hash of the access token it was exchanged for, or a random mark; of a device code, before that, the mark of who answered. A statement that is repeated after a broken connection recognises its own work by it.</summary>
    public byte[]? ConsumedBy { get; set; }

    /// <summary>From here on nobody need recognise it any more, in UTC ticks; null means never.</summary>
    public long? PruneAt { get; set; }

    /// <summary><see cref="Replay.Until"/> in UTC ticks; null for none.</summary>
    public long? ReplayUntil { get; set; }

    /// <summary><see cref="Replay.SealedResponse"/>.</summary>
    public byte[]? SealedResponse { get; set; }

    /// <summary><see cref="AuthorizationCode.RedirectUri"/>; null for the others.</summary>
    public string? RedirectUri { get; set; }

    /// <summary><see cref="AuthorizationCode.RedirectUriSent"/>.</summary>
    public bool RedirectUriSent { get; set; }

    /// <summary><see cref="AuthorizationCode.CodeChallenge"/>.</summary>
    public string? CodeChallenge { get; set; }

    /// <summary><see cref="AuthorizationCode.CodeChallengeMethod"/>.</summary>
    public string? CodeChallengeMethod { get; set; }

    /// <summary><see cref="DeviceCode.UserCodeHash"/>, 32 bytes; null for the others.</summary>
    public byte[]? UserCodeHash { get; set; }

    /// <summary><see cref="DeviceCode.Status"/>: <c>pending</c>, <c>allowed</c> or <c>denied</c>; null for the others.</summary>
    public string? DeviceStatus { get; set; }

    /// <summary><see cref="DeviceCode.Interval"/> in ticks; null for the others.</summary>
    public long? PollingInterval { get; set; }

    /// <summary><see cref="DeviceCode.LastPolledAt"/> in UTC ticks; null before the first poll.</summary>
    public long? LastPolledAt { get; set; }

    /// <summary><see cref="Credential.Properties"/> as a JSON object; null for none.</summary>
    public string? Properties { get; set; }

    internal static CredentialRow Of(Credential credential)
    {
        var (code, device) = (credential as AuthorizationCode, credential as DeviceCode);
        var row = new CredentialRow
        {
            Kind = device is not null ? Device : code is not null ? Code : Refresh,
            ExpiresAt = credential.ExpiresAt?.UtcTicks,
            ConsumedAt = credential.ConsumedAt?.UtcTicks,
            PruneAt = (device is null ? credential.ExpiresAt : credential.ExpiresAt + ToldExpired)?.UtcTicks ?? credential.Authorization.EndsAt?.UtcTicks,
            ReplayUntil = credential.Replay?.Until.UtcTicks,
            SealedResponse = credential.Replay?.SealedResponse.ToArray(),
            RedirectUri = code?.RedirectUri,
            RedirectUriSent = code?.RedirectUriSent ?? false,
            CodeChallenge = code?.CodeChallenge,
            CodeChallengeMethod = code?.CodeChallengeMethod,
            UserCodeHash = device?.UserCodeHash.ToByteArray(),
            DeviceStatus = device is null ? null : device.Status switch { DeviceCodeStatus.Pending => Pending, DeviceCodeStatus.Allowed => Allowed, _ => Denied },
            PollingInterval = device?.Interval.Ticks,
            LastPolledAt = device?.LastPolledAt?.UtcTicks,
            Properties = TextList.NullIfEmpty(credential.Properties),
        };
        row.SetAuthorization(credential.Hash, credential.Authorization);
        return row;
    }

    internal AuthorizationCode ToCode() => new()
    {
        Hash = SecretHash.FromBytes(Hash),
        Authorization = ToAuthorization(),
        ExpiresAt = Ticks.ToTime(ExpiresAt),
        ConsumedAt = Ticks.ToTime(ConsumedAt),
        Replay = ToReplay(),
        RedirectUri = RedirectUri ?? throw new FormatException("A stored code has no redirect URI."),
        RedirectUriSent = RedirectUriSent,
        CodeChallenge = CodeChallenge,
        CodeChallengeMethod = CodeChallengeMethod,
        Properties = OAuth2Server.Properties.FromStore(Properties),
    };

    internal RefreshToken ToRefreshToken() => new()
    {
        Hash = SecretHash.FromBytes(Hash),
        Authorization = ToAuthorization(),
        ExpiresAt = Ticks.ToTime(ExpiresAt),
        ConsumedAt = Ticks.ToTime(ConsumedAt),
        Replay = ToReplay(),
        Properties = OAuth2Server.Properties.FromStore(Properties),
    };

    internal DeviceCode ToDeviceCode() => new()
    {
        Hash = SecretHash.FromBytes(Hash),
        Authorization = ToAuthorization(),
        ExpiresAt = Ticks.ToTime(ExpiresAt),
        ConsumedAt = Ticks.ToTime(ConsumedAt),
        Replay = ToReplay(),
        UserCodeHash = SecretHash.FromBytes(UserCodeHash),
        Status = DeviceStatus switch
        {
            Pending => DeviceCodeStatus.Pending,
            Allowed => DeviceCodeStatus.Allowed,
            Denied => DeviceCodeStatus.Denied,
            _ => throw new FormatException("A stored device code is neither pending nor allowed nor denied."),
        },
        Interval = new(PollingInterval ?? throw new FormatException("A stored device code has no interval.")),
        LastPolledAt = Ticks.ToTime(LastPolledAt),
        Properties = OAuth2Server.Properties.FromStore(Properties),
    };

    private Replay? ToReplay() => ReplayUntil is { } until && SealedResponse is { } response ? new(Ticks.ToTime(until), response) : null;
}
