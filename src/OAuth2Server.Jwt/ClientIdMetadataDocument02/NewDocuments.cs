using System.Net.Sockets;

namespace OAuth2Server.Jwt;

/// <summary>Limits the fetches of documents that were not used before: each is a request to an address that its sender chose, and a slow
/// server holds it for seconds.</summary>
internal sealed class NewDocuments(int perMinute, int maxKnown, int maxNetworks)
{
    /// <summary>How many fetches run at the same time for one network, and to one host.</summary>
    private const int MaxRunning = 2;

    private static readonly Action Nothing = () => { };

    private readonly BoundedCache<object> _known = new(maxKnown);
    private readonly BoundedCache<Count> _networks = new(maxNetworks);
    private readonly Dictionary<string, int> _running = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Whether the network of a request may have a document fetched now.</summary>
    internal bool HasRoom(OAuthContext context)
    {
        lock (_lock) return CountOf(NetworkOf(context), context).Number < perMinute;
    }

    /// <summary>Counts a fetch that is about to start.</summary>
    /// <returns>Call it when the fetch has ended; null when it must not start.</returns>
    internal Action? Begin(string clientId, string host, OAuthContext context)
    {
        if (_known.TryGet(SecretHash.Of(clientId), out _)) return Nothing;
        var network = NetworkOf(context);
        // No host has a space.
        string[] places = ["from " + network, "to " + host];
        lock (_lock)
        {
            var count = CountOf(network, context);
            if (count.Number >= perMinute || places.Any(place => _running.GetValueOrDefault(place) >= MaxRunning)) return null;
            count.Number++;
            foreach (var place in places) _running[place] = _running.GetValueOrDefault(place) + 1;
        }
        return () => End(places);
    }

    /// <summary>Remembers that a document was used.</summary>
    internal void Remember(string clientId) => _known.Set(SecretHash.Of(clientId), this);

    /// <summary>The network of the sender of a request. A subscriber has a /56 of IPv6, or less.</summary>
    internal static string NetworkOf(OAuthContext context)
    {
        if (context.Request.RemoteAddress is not { } address) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 7))
            : address.ToString();
    }

    private Count CountOf(string network, OAuthContext context)
    {
        var key = SecretHash.Of(network);
        if (!_networks.TryGet(key, out var count) || count.Until <= context.Now)
            _networks.Set(key, count = new(context.Now.AddMinutes(1)));
        return count;
    }

    private void End(string[] places)
    {
        lock (_lock)
        {
            foreach (var place in places)
            {
                if (--_running[place] == 0) _running.Remove(place);
            }
        }
    }

    private sealed class Count(DateTimeOffset until)
    {
        internal DateTimeOffset Until => until;

        internal int Number { get; set; }
    }
}
