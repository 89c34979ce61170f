using System.Net;
using System.Net.Sockets;

namespace OAuth2Server.Jwt;

/// <summary>Limits how many documents that were not used before one network may name: each costs a request to an address that the sender
/// chose.</summary>
internal sealed class NewDocuments(int perMinute, int maxKnown, int maxNetworks)
{
    private readonly BoundedCache<object> _known = new(maxKnown);
    private readonly BoundedCache<Count> _networks = new(maxNetworks);
    private readonly Lock _lock = new();

    /// <summary>Counts a look-up of a document that was not used before.</summary>
    /// <returns>False when its network named too many.</returns>
    internal bool Admits(string clientId, OAuthContext context)
    {
        if (_known.TryGet(SecretHash.Of(clientId), out _)) return true;
        var network = SecretHash.Of(NetworkOf(context.Request.RemoteAddress));
        lock (_lock)
        {
            if (!_networks.TryGet(network, out var count) || count.Until <= context.Now)
                _networks.Set(network, count = new(context.Now.AddMinutes(1)));
            return ++count.Number <= perMinute;
        }
    }

    /// <summary>Remembers that a document was used.</summary>
    internal void Remember(string clientId) => _known.Set(SecretHash.Of(clientId), this);

    // A subscriber has at least a /64 of IPv6.
    private static string NetworkOf(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }

    private sealed class Count(DateTimeOffset until)
    {
        internal DateTimeOffset Until => until;

        internal int Number { get; set; }
    }
}
