namespace OAuth2Server.Host;

/// <summary>Requests to addresses that clients named.</summary>
internal static class LogoutFindings
{
    internal static IEnumerable<Finding> Of(HostSettings settings)
    {
        if (!settings.OpenId.Logout.AllowPrivateAddresses) yield break;
        yield return Finding.Warning("private-addresses",
            "OpenIdConnect:AllowPrivateAddresses is true: an attacker who can change the address of a client can make this server send "
            + "requests to machines of its network.",
            "Give the clients https addresses in the Internet and remove the setting.", "OpenID Connect Back-Channel Logout §4");
    }
}
