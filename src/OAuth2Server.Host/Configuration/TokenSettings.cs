namespace OAuth2Server.Host;

/// <summary>The settings of codes and tokens, by the names that the library has for them.</summary>
internal sealed record TokenSettings
{
    private static readonly OAuth2ServerOptions Library = new();

    public AccessTokenFormat AccessTokenFormat { get; init; } = Library.AccessTokenFormat;

    public TimeSpan AccessTokenLifetime { get; init; } = Library.AccessTokenLifetime;

    public TimeSpan RefreshTokenLifetime { get; init; } = Library.RefreshTokenLifetime;

    public TimeSpan? AuthorizationLifetime { get; init; } = Library.AuthorizationLifetime;

    public TimeSpan RefreshReuseInterval { get; init; } = Library.RefreshReuseInterval;

    public TimeSpan AuthorizationCodeLifetime { get; init; } = Library.AuthorizationCodeLifetime;

    public TimeSpan DeviceCodeLifetime { get; init; } = Library.DeviceCodeLifetime;

    public TimeSpan DevicePollingInterval { get; init; } = Library.DevicePollingInterval;

    public bool AlwaysIssueNewRefreshToken { get; init; } = Library.AlwaysIssueNewRefreshToken;

    public bool RefuseRepeatFromOtherNetwork { get; init; } = Library.RefuseRepeatFromOtherNetwork;

    public bool CheckClientAndUserOfTokens { get; init; } = Library.CheckClientAndUserOfTokens;

    public bool RequirePushedAuthorizationRequests { get; init; } = Library.RequirePushedAuthorizationRequests;

    public TimeSpan PushedRequestLifetime { get; init; } = Library.PushedRequestLifetime;

    internal static TokenSettings Read(SettingsSection section)
    {
        return new()
        {
            AccessTokenFormat = section.Format(nameof(AccessTokenFormat)) ?? Library.AccessTokenFormat,
            AccessTokenLifetime = Time(nameof(AccessTokenLifetime), Library.AccessTokenLifetime),
            RefreshTokenLifetime = Time(nameof(RefreshTokenLifetime), Library.RefreshTokenLifetime),
            AuthorizationLifetime = section.Time(nameof(AuthorizationLifetime), Library.AuthorizationLifetime),
            RefreshReuseInterval = Time(nameof(RefreshReuseInterval), Library.RefreshReuseInterval),
            AuthorizationCodeLifetime = Time(nameof(AuthorizationCodeLifetime), Library.AuthorizationCodeLifetime),
            DeviceCodeLifetime = Time(nameof(DeviceCodeLifetime), Library.DeviceCodeLifetime),
            DevicePollingInterval = Time(nameof(DevicePollingInterval), Library.DevicePollingInterval),
            RefuseRepeatFromOtherNetwork = Flag(nameof(RefuseRepeatFromOtherNetwork), Library.RefuseRepeatFromOtherNetwork),
            CheckClientAndUserOfTokens = Flag(nameof(CheckClientAndUserOfTokens), Library.CheckClientAndUserOfTokens),
            RequirePushedAuthorizationRequests =
                Flag(nameof(RequirePushedAuthorizationRequests), Library.RequirePushedAuthorizationRequests),
            PushedRequestLifetime = Time(nameof(PushedRequestLifetime), Library.PushedRequestLifetime),
            AlwaysIssueNewRefreshToken = section.Flag(nameof(AlwaysIssueNewRefreshToken)) ?? Library.AlwaysIssueNewRefreshToken,
        };

        bool Flag(string key, bool missing) => section.Flag(key) ?? missing;

        TimeSpan Time(string key, TimeSpan missing) => section.Time(key, missing) ?? missing;
    }

    internal void SetTo(OAuth2ServerOptions options)
    {
        options.AccessTokenFormat = AccessTokenFormat;
        options.AccessTokenLifetime = AccessTokenLifetime;
        options.RefreshTokenLifetime = RefreshTokenLifetime;
        options.AuthorizationLifetime = AuthorizationLifetime;
        options.RefreshReuseInterval = RefreshReuseInterval;
        options.AuthorizationCodeLifetime = AuthorizationCodeLifetime;
        options.DeviceCodeLifetime = DeviceCodeLifetime;
        options.DevicePollingInterval = DevicePollingInterval;
        options.RefuseRepeatFromOtherNetwork = RefuseRepeatFromOtherNetwork;
        options.CheckClientAndUserOfTokens = CheckClientAndUserOfTokens;
        options.AlwaysIssueNewRefreshToken = AlwaysIssueNewRefreshToken;
        options.RequirePushedAuthorizationRequests = RequirePushedAuthorizationRequests;
        options.PushedRequestLifetime = PushedRequestLifetime;
    }
}
