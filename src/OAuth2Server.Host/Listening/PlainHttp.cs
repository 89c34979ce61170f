namespace OAuth2Server.Host;

/// <summary>Allows plain http on loopback addresses only, because it does not encrypt passwords, codes and tokens.</summary>
/// <remarks>RFC 6749 §3.1.2.1 and §3.2; RFC 8252 §8.3.</remarks>
internal static class PlainHttp
{
    private const string Remedy = $"Listen on a loopback address, or on https:// with a certificate (Kestrel:Certificates:Default:Path), "
        + $"or set {HostSettings.Section}:BehindTlsProxy to true if a proxy in front of this server uses https.";

    /// <summary>Checks the addresses together with the settings.</summary>
    /// <exception cref="StartException">An address is refused, or the issuer is missing.</exception>
    internal static void Refuse(IReadOnlyList<ListenAddress> addresses, HostSettings settings)
    {
        var problems = new List<string>();
        foreach (var address in addresses.Where(address => !address.IsHttps && !address.IsLoopback && !settings.BehindTlsProxy))
        {
            problems.Add($"{address.Url} is plain http on an address that others can reach: "
                + $"an attacker in the network can read passwords and tokens. {Remedy}");
        }
        if (settings.Issuer is null && addresses.Any(address => !address.IsLoopback))
        {
            problems.Add($"{HostSettings.Section}:Issuer is missing: "
                + "set it to the URL by which clients know this server, for instance https://auth.example.com.");
        }
        if (problems.Count > 0) throw new StartException(problems);
    }
}
