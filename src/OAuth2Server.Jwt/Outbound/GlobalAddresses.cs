using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace OAuth2Server.Jwt;

/// <summary>Which addresses are those of other machines in the Internet, by the registries of special-purpose addresses (RFC
/// 6890).</summary>
internal static class GlobalAddresses
{
    private static readonly IPNetwork[] NotGlobal =
    [
        // This network, private, shared (CGNAT), loopback, link-local (also the metadata services of clouds).
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"),
        // Protocols, documentation, 6to4 relays, benchmarks, multicast, reserved and broadcast.
        IPNetwork.Parse("192.0.0.0/24"), IPNetwork.Parse("192.0.2.0/24"), IPNetwork.Parse("192.88.99.0/24"),
        IPNetwork.Parse("198.18.0.0/15"), IPNetwork.Parse("198.51.100.0/24"), IPNetwork.Parse("203.0.113.0/24"),
        IPNetwork.Parse("224.0.0.0/4"), IPNetwork.Parse("240.0.0.0/4"),
        // Protocols (Teredo among them) and documentation.
        IPNetwork.Parse("2001::/23"), IPNetwork.Parse("2001:db8::/32"), IPNetwork.Parse("3fff::/20"),
    ];

    private static readonly IPNetwork Unicast = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Whether an address is one of them. One that holds an IPv4 address (mapped, 6to4, NAT64) is what that one is: it leads
    /// there.</summary>
    internal static bool Contains(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            if (Nat64.Contains(address)) return Contains(Embedded(address, 12));
            if (SixToFour.Contains(address)) return Contains(Embedded(address, 2));
            // Everything else is loopback, link-local, unique local, site-local, multicast, compatible with IPv4, or not assigned.
            if (!Unicast.Contains(address) || address.ScopeId != 0) return false;
        }
        return !Array.Exists(NotGlobal, network => network.Contains(address));
    }

    private static IPAddress Embedded(IPAddress address, int at) =>
        new(BinaryPrimitives.ReadUInt32LittleEndian(address.GetAddressBytes().AsSpan(at)));
}
