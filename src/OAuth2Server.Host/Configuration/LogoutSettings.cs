using OAuth2Server.Jwt;
using OAuth2Server.OpenIdConnect;

namespace OAuth2Server.Host;

/// <summary>The settings of logout, by the names that the library has for them.</summary>
internal sealed record LogoutSettings
{
    private static readonly OpenIdConnectOptions Library = new();

    public bool EndAuthorizationsWithSession { get; init; } = Library.EndAuthorizationsWithSession;

    public bool FrontChannelLogout { get; init; } = Library.FrontChannelLogout;

    public bool AllowPrivateAddresses { get; init; } = new OutboundOptions().AllowPrivateAddresses;

    internal static LogoutSettings Read(SettingsSection section) => new()
    {
        EndAuthorizationsWithSession = section.Flag(nameof(EndAuthorizationsWithSession)) ?? Library.EndAuthorizationsWithSession,
        FrontChannelLogout = section.Flag(nameof(FrontChannelLogout)) ?? Library.FrontChannelLogout,
        AllowPrivateAddresses = section.Flag(nameof(AllowPrivateAddresses)) ?? new OutboundOptions().AllowPrivateAddresses,
    };

    internal void SetTo(OpenIdConnectOptions options)
    {
        options.EndAuthorizationsWithSession = EndAuthorizationsWithSession;
        options.FrontChannelLogout = FrontChannelLogout;
    }

    internal void SetTo(OutboundOptions options) => options.AllowPrivateAddresses = AllowPrivateAddresses;
}
