namespace OAuth2Server.Host;

/// <summary>Requests to addresses that clients named.</summary>
internal static class LogoutFindings
{
    internal static IEnumerable<Finding> Of(HostSettings settings, Surroundings around)
    {
        if (settings.OpenId.Logout.AllowPrivateAddresses)
        {
            yield return Finding.Warning("private-addresses",
                "OpenIdConnect:AllowPrivateAddresses is true: an attacker who can change the address of a client in Clients can make this "
                + "server send requests to machines of its network.",
                "Give the clients https addresses in the Internet and remove the setting.", "OpenID Connect Back-Channel Logout §4");
        }
        if (settings.ClientDocuments.AllowPrivateAddresses && !IsForDevelopment(settings, around))
        {
            yield return Finding.Error("private-addresses-of-anyone",
                "ClientIdMetadataDocuments:AllowPrivateAddresses is true, and the server is not on a loopback address: any party that can "
                + "reach it could make it send requests to machines of its network.",
                "Remove the setting.", "draft-ietf-oauth-client-id-metadata-document-02 §8.6");
        }
    }

    private static bool IsForDevelopment(HostSettings settings, Surroundings around) =>
        around.Addresses.All(address => address.IsLoopback)
        && (settings.Issuer is not { } issuer || new Uri(issuer).IsLoopback);
}
