namespace OAuth2Server.Host;

/// <summary>Passwords, codes and tokens travel in the clear over http: that is for loopback alone (RFC 6749 §3.1.2.1, §3.2; RFC 8252 §8.3).</summary>
internal static class PlainHttp
{
    /// <summary>What the addresses and the settings make impossible together.</summary>
    /// <exception cref="StartException">An address is refused, or clients would not know the server's name.</exception>
    internal static void Refuse(IReadOnlyList<ListenAddress> addresses, HostSettings settings)
    {
        var problems = new List<string>();
        foreach (var address in addresses.Where(address => !address.IsHttps && !address.IsLoopback && !settings.BehindTlsProxy))
        {
            problems.Add($"{address.Url} is plain http on an address that others can reach: passwords and tokens could be read on the way. "
                + $"Listen on a loopback address, or on https:// with a certificate (Kestrel:Certificates:Default:Path), or set {HostSettings.Section}:BehindTlsProxy to true if a proxy in front of this server speaks https.");
        }
        if (settings.Issuer is null && addresses.Any(address => !address.IsLoopback))
            problems.Add($"{HostSettings.Section}:Issuer is missing: set it to the URL that clients know this server by, for instance https://auth.example.com.");
        if (problems.Count > 0) throw new StartException(problems);
    }
}
