namespace OAuth2Server.Host;

/// <summary>The issuer, and what is served at it.</summary>
internal static class IssuerFindings
{
    private const string Key = $"{HostSettings.Section}:Issuer";

    internal static IEnumerable<Finding> Of(HostSettings settings, Surroundings around)
    {
        if (settings.Issuer is not { } issuer) yield break;
        if (issuer.EndsWith('/'))
        {
            yield return Finding.Warning("issuer-trailing-slash",
                $"{Key} '{issuer}' ends with a slash, and clients compare the issuer as text.",
                "Remove the slash, unless your clients are configured with it.", "RFC 8414 §3.3");
        }
        var host = new Uri(issuer).IdnHost;
        foreach (var other in around.Addresses.Select(address => address.Name).OfType<string>()
            .Where(name => !name.Equals(host, StringComparison.OrdinalIgnoreCase)))
        {
            yield return Finding.Warning("issuer-other-host",
                $"{Key} '{issuer}' has another host than {other}, which the server listens on: clients that follow the issuer reach "
                + "another server.", "Write the host by which clients reach this server.", "RFC 8414 §2");
        }
        if (!new Uri(issuer).IsLoopback && settings.Demo)
        {
            yield return Finding.Warning("demo-public",
                $"{HostSettings.Section}:Demo is true and the issuer is public: every client can "
                + "read what its token is for, at addresses that you do not need.",
                "Set Demo to false.");
        }
        if (!new Uri(issuer).IsLoopback && settings.Store.Provider == StoreProvider.Memory)
        {
            yield return Finding.Warning("memory-store-public",
                $"{HostSettings.Section}:Store:Provider is Memory and the issuer is public: a restart loses every session and token, "
                + "and a second node has none of the first.", "Use Sqlite for one node, PostgreSql for several.");
        }
        if (!new Uri(issuer).IsLoopback && settings.Store.Provider != StoreProvider.Memory && settings.Keys.Encryption is null)
        {
            yield return Finding.Warning("keys-in-the-clear",
                $"{HostSettings.Section}:Keys has no key-encryption key: an attacker who can read the database, or a backup of it, can "
                + "forge sessions and tokens.", "Set Keys:EncryptionKeyFile.");
        }
    }
}
