namespace OAuth2Server.Host;

/// <summary>Proxies and collectors.</summary>
internal static class NetworkFindings
{
    internal static IEnumerable<Finding> Of(HostSettings settings, Surroundings around)
    {
        if (around.ForwardsEveryHeader)
        {
            yield return Finding.Error("forwarded-headers-variable",
                "The variable ASPNETCORE_FORWARDEDHEADERS_ENABLED is true: ASP.NET Core would believe the X-Forwarded-For of any sender, "
                + "and an attacker could choose the address by which attempts are counted.",
                $"Remove the variable. Set {HostSettings.Section}:BehindTlsProxy to true and name the proxies in KnownProxies.");
        }
        if (settings.BehindTlsProxy && around.Addresses.Any(address => !address.IsLoopback && !address.IsHttps))
        {
            yield return Finding.Warning("plain-http-behind-proxy",
                $"{HostSettings.Section}:BehindTlsProxy is true: the server accepts plain http on every address.",
                "Make sure that only the proxy can reach the server.");
        }
        if (settings.Telemetry.Otlp is { } otlp && new Uri(otlp) is { Scheme: "http", IsLoopback: false })
        {
            yield return Finding.Warning("telemetry-plain-http",
                $"{HostSettings.Section}:Telemetry:Otlp '{otlp}' is plain http to another machine: the network can read ids of clients "
                + "and addresses of endpoints.", "Use https, or a collector on this machine.", "ASVS 5.0 V12.3");
        }
    }
}
