using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using IPNetwork = System.Net.IPNetwork;

namespace OAuth2Server.AspNetCore;

/// <summary>Logs a warning, once, when requests come through a proxy whose <c>X-Forwarded-For</c> is not read: to the
/// <see cref="BruteForceShield"/> all clients are then one network.</summary>
internal sealed partial class UnreadForwardedFor(ILogger<UnreadForwardedFor> log)
{
    private static readonly IPNetwork[] Private =
    [
        .. new[] { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8", "fc00::/7", "fe80::/10", "::1/128" }
            .Select(network => IPNetwork.Parse(network)),
    ];

    private int _logged;

    /// <summary>Looks at a request that carries <c>X-Forwarded-For</c>.</summary>
    internal static void Look(HttpContext http)
    {
        // The middleware that reads the header keeps the address that was there before in another header.
        if (http.Request.Headers.ContainsKey(ForwardedHeadersDefaults.XOriginalForHeaderName)) return;
        var address = http.Connection.RemoteIpAddress;
        if (IsPrivate(address)) http.RequestServices.GetRequiredService<UnreadForwardedFor>().LogOnce(address);
    }

    // A request without an address came through a socket of this machine.
    private static bool IsPrivate(IPAddress? address)
    {
        if (address is { IsIPv4MappedToIPv6: true }) address = address.MapToIPv4();
        return address is null || Array.Exists(Private, network => network.Contains(address));
    }

    private void LogOnce(IPAddress? address)
    {
        if (Interlocked.Exchange(ref _logged, 1) == 0) LogUnread(address);
    }

    [LoggerMessage(EventId = 32, Level = LogLevel.Warning, EventName = "UnreadForwardedFor",
        Message = "A request from the private address {Address} carries X-Forwarded-For, which is not read: all clients behind that " +
            "proxy count as one network, " +
            "so that one attacker slows down all. Call UseForwardedHeaders before the endpoints and name the proxy in " +
                "ForwardedHeadersOptions.KnownProxies; " +
            "in the host set OAuth2Server:BehindTlsProxy and OAuth2Server:KnownProxies. This is logged once")]
    private partial void LogUnread(IPAddress? address);
}
