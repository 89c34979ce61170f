using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using IPNetwork = System.Net.IPNetwork;

namespace OAuth2Server.AspNetCore;

/// <summary>Says loudly, once, that requests come through a proxy whose <c>X-Forwarded-For</c> nobody reads: to the <see cref="BruteForceShield"/> all clients are then one network.</summary>
internal sealed partial class UnreadForwardedFor(ILogger<UnreadForwardedFor> log)
{
    private static readonly IPNetwork[] Private =
        [.. new[] { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8", "fc00::/7", "fe80::/10", "::1/128" }.Select(network => IPNetwork.Parse(network))];

    private int _said;

    internal static void Look(HttpContext http)
    {
        // Whoever reads the header writes down what the address was before.
        if (!http.Request.Headers.ContainsKey(ForwardedHeadersDefaults.XForwardedForHeaderName) || http.Request.Headers.ContainsKey(ForwardedHeadersDefaults.XOriginalForHeaderName)) return;
        if (IsPrivate(http.Connection.RemoteIpAddress)) http.RequestServices.GetRequiredService<UnreadForwardedFor>().SayOnce(http.Connection.RemoteIpAddress);
    }

    // None at all is a socket of this machine.
    private static bool IsPrivate(IPAddress? address)
    {
        if (address is { IsIPv4MappedToIPv6: true }) address = address.MapToIPv4();
        return address is null || Array.Exists(Private, network => network.Contains(address));
    }

    private void SayOnce(IPAddress? address)
    {
        if (Interlocked.Exchange(ref _said, 1) == 0) Say(address);
    }

    [LoggerMessage(32, LogLevel.Warning, "A request from the private address {Address} carries X-Forwarded-For, which nobody reads: everyone behind that proxy counts as one network, so that one attacker slows down all. " +
        "Call UseForwardedHeaders before the endpoints and name the proxy in ForwardedHeadersOptions.KnownProxies; in the host set OAuth2Server:BehindTlsProxy and OAuth2Server:KnownProxies. This is said once", EventName = "UnreadForwardedFor")]
    private partial void Say(IPAddress? address);
}
