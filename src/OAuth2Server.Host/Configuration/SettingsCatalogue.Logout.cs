namespace OAuth2Server.Host;

/// <content>Logout.</content>
internal static partial class SettingsCatalogue
{
    private static IReadOnlyList<SettingDefinition> Logout =>
    [
        new FlagDefinition(nameof(LogoutSettings.EndAuthorizationsWithSession),
            "Whether the end of a session ends the access that clients with the scope `openid` got in it, unless its scope has "
            + "`offline_access` ([logout](openid-connect.md#logout)).")
        { Default = True },
        new FlagDefinition(nameof(LogoutSettings.FrontChannelLogout),
            "Whether the page after a sign-out loads pages of clients in frames ([logout](openid-connect.md#logout)). Browsers that block "
            + "cookies in frames of other sites make it useless.")
        { Default = False },
        new FlagDefinition(nameof(LogoutSettings.AllowPrivateAddresses),
            "Whether addresses of the clients in `Clients` may be in private networks or on this machine, and have plain http. Otherwise "
            + "no request is sent to them. For development, and for clients inside of your network; the log at start has a warning. "
            + "Clients that register or describe themselves do not get it.")
        { Default = False },
    ];
}
