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

    /// <summary>How many consumed refresh tokens of one authorization are kept for each <see cref="RotationPeriod"/>.</summary>
    internal const int RotationsKept = 100;

    /// <summary>The time in which refreshes are counted.</summary>
    internal static readonly TimeSpan RotationPeriod = TimeSpan.FromHours(1);

    /// <summary>How long a consumed refresh token above <see cref="RotationsKept"/> is kept. It is longer than any reuse
    /// interval.</summary>
    internal static readonly TimeSpan SurplusKept = TimeSpan.FromMinutes(5);

    // A device polls once more after the end: it gets expired_token, and not an error that says the code is unknown.
    private static readonly TimeSpan ExpiredCodeKept = TimeSpan.FromMinutes(5);

    /// <summary><c>code</c>, <c>refresh</c> or <c>device</c>.</summary>
    public string Kind { get; set; } = "";

    /// <summary><see cref="Credential.ExpiresAt"/> in UTC ticks; null means never.</summary>
    public long? ExpiresAt { get; set; }

    /// <summary><see cref="Credential.ConsumedAt"/> in UTC ticks; null while it is fresh.</summary>
    public long? ConsumedAt { get; set; }

    /// <summary>What consumed it: the hash of the access token it was exchanged for, or a random mark. Before that, of a device code,
    /// the mark of its answer.
    /// A statement that is repeated after a broken connection recognises its own work by it.</summary>
    public byte[]? ConsumedBy { get; set; }

    /// <summary>When it is removed, in UTC ticks; null means with its family.</summary>
    public long? PruneAt { get; set; }

    /// <summary><see cref="Replay.Until"/> in UTC ticks; null for none.</summary>
    public long? ReplayUntil { get; set; }

    /// <summary><see cref="Replay.SealedResponse"/>; null for none, after <see cref="ReplayUntil"/>, and when the successor was
    /// consumed.</summary>
    public byte[]? SealedResponse { get; set; }

    /// <summary>Of a refresh token: since when the refreshes of its authorization are counted, in UTC ticks; null when it was not
    /// issued by a refresh.</summary>
    public long? RotationsSince { get; set; }

    /// <summary>Of a refresh token: how many refreshes of its authorization there were since <see cref="RotationsSince"/>; null as
    /// there.</summary>
    public long? Rotations { get; set; }

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

    /// <summary>The columns that every kind has, in the order in which they are written and read: those of a refresh token.</summary>
    internal static Column<CredentialRow>[] Shape { get; } =
    [
        .. AuthorizationShape<CredentialRow>(),
        Column.Text<CredentialRow>(nameof(Kind), r => r.Kind, (r, v) => r.Kind = v),
        Column.Number<CredentialRow>(nameof(ExpiresAt), r => r.ExpiresAt, (r, v) => r.ExpiresAt = v),
        Column.Number<CredentialRow>(nameof(ConsumedAt), r => r.ConsumedAt, (r, v) => r.ConsumedAt = v),
        Column.Number<CredentialRow>(nameof(PruneAt), r => r.PruneAt, (r, v) => r.PruneAt = v),
        Column.Number<CredentialRow>(nameof(ReplayUntil), r => r.ReplayUntil, (r, v) => r.ReplayUntil = v),
        Column.Bytes<CredentialRow>(nameof(SealedResponse), r => r.SealedResponse, (r, v) => r.SealedResponse = v),
        Column.Flag<CredentialRow>(nameof(RedirectUriSent), r => r.RedirectUriSent, (r, v) => r.RedirectUriSent = v),
        Column.Text<CredentialRow>(nameof(Properties), r => r.Properties, (r, v) => r.Properties = v),
    ];

    /// <summary>The columns of an authorization code.</summary>
    internal static Column<CredentialRow>[] CodeShape { get; } =
    [
        .. Shape,
        Column.Text<CredentialRow>(nameof(RedirectUri), r => r.RedirectUri, (r, v) => r.RedirectUri = v),
        Column.Text<CredentialRow>(nameof(CodeChallenge), r => r.CodeChallenge, (r, v) => r.CodeChallenge = v),
        Column.Text<CredentialRow>(nameof(CodeChallengeMethod), r => r.CodeChallengeMethod, (r, v) => r.CodeChallengeMethod = v),
    ];

    /// <summary>The columns of a device code.</summary>
    internal static Column<CredentialRow>[] DeviceShape { get; } =
    [
        .. Shape,
        Column.Bytes<CredentialRow>(nameof(UserCodeHash), r => r.UserCodeHash, (r, v) => r.UserCodeHash = v),
        Column.Text<CredentialRow>(nameof(DeviceStatus), r => r.DeviceStatus, (r, v) => r.DeviceStatus = v),
        Column.Number<CredentialRow>(nameof(PollingInterval), r => r.PollingInterval, (r, v) => r.PollingInterval = v),
        Column.Number<CredentialRow>(nameof(LastPolledAt), r => r.LastPolledAt, (r, v) => r.LastPolledAt = v),
    ];

    internal static CredentialRow Of(Credential credential)
    {
        var (code, device) = (credential as AuthorizationCode, credential as DeviceCode);
        var row = new CredentialRow
        {
            Kind = device is not null ? Device : code is not null ? Code : Refresh,
            ExpiresAt = credential.ExpiresAt?.UtcTicks,
            ConsumedAt = credential.ConsumedAt?.UtcTicks,
            PruneAt = PruneAtOf(credential),
            ReplayUntil = credential.Replay?.Until.UtcTicks,
            SealedResponse = credential.Replay?.SealedResponse.ToArray(),
            RedirectUri = code?.RedirectUri,
            RedirectUriSent = code?.RedirectUriSent ?? false,
            CodeChallenge = code?.CodeChallenge,
            CodeChallengeMethod = code?.CodeChallengeMethod,
            UserCodeHash = device?.UserCodeHash.ToByteArray(),
            DeviceStatus = device is null ? null : TextOf(device.Status),
            PollingInterval = device?.Interval.Ticks,
            LastPolledAt = device?.LastPolledAt?.UtcTicks,
            Properties = TextList.NullIfEmpty(credential.Properties),
        };
        row.SetAuthorization(credential.Hash, credential.Authorization);
        return row;
    }

    /// <summary>When a credential that was not consumed is removed, in UTC ticks; null means with its family.</summary>
    internal static long? PruneAtOf(Credential credential)
    {
        var kept = credential is DeviceCode ? ExpiredCodeKept : TimeSpan.Zero;
        return (credential.ExpiresAt + kept ?? credential.Authorization.EndsAt)?.UtcTicks;
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

    /// <summary>Drops a sealed answer whose time is over and that pruning has not removed yet.</summary>
    internal void DropEndedReplay(DateTimeOffset now)
    {
        if (ReplayUntil <= now.UtcTicks) (ReplayUntil, SealedResponse) = (null, null);
    }

    private static string TextOf(DeviceCodeStatus status) => status switch
    {
        DeviceCodeStatus.Pending => Pending,
        DeviceCodeStatus.Allowed => Allowed,
        _ => Denied,
    };

    private Replay? ToReplay() => ReplayUntil is { } until && SealedResponse is { } response ? new(Ticks.ToTime(until), response) : null;
}
