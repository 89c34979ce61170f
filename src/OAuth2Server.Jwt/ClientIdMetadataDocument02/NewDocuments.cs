using System.Net.Sockets;

namespace OAuth2Server.Jwt;

/// <summary>Limits the fetches of documents that were not used before: each is a request to an address that its sender chose, and a slow
/// server holds it for seconds.</summary>
/// <param name="perMinute">How many fetches are started for one network in a minute.</param>
/// <param name="maxRunning">How many fetches run, or wait for others, at the same time.</param>
/// <param name="maxKnown">How many documents that were used are remembered.</param>
/// <param name="maxNetworks">How many networks are counted.</param>
internal sealed class NewDocuments(int perMinute, int maxRunning, int maxKnown, int maxNetworks)
{
    /// <summary>How many fetches run at the same time for one network, and to one host.</summary>
    private const int MaxRunningInOnePlace = 2;

    /// <summary>How many fetches are started for each that may run at the same time: more would wait without success, because a slow server
    /// is given five seconds and a fetch waits for ten. Each that waits takes memory, also when its sender has closed the
    /// connection.</summary>
    internal const int MaxStartedForOne = 3;

    private static readonly Action Nothing = () => { };

    private readonly BoundedCache<object> _known = new(maxKnown);
    private readonly BoundedCache<Count> _networks = new(maxNetworks);
    private readonly Dictionary<string, int> _running = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private int _all;

    /// <summary>Whether a document may be fetched now.</summary>
    internal bool HasRoom(string clientId, string host, OAuthContext context)
    {
        if (IsKnown(clientId)) return true;
        var network = NetworkOf(context);
        lock (_lock) return HasRoom(CountOf(network, context), PlacesOf(network, host));
    }

    /// <summary>Counts a fetch that is about to start.</summary>
    /// <returns>Call it when the fetch has ended; null when it must not start.</returns>
    internal Action? Begin(string clientId, string host, OAuthContext context)
    {
        if (IsKnown(clientId)) return Nothing;
        var network = NetworkOf(context);
        var places = PlacesOf(network, host);
        lock (_lock)
        {
            var count = CountOf(network, context);
            if (!HasRoom(count, places)) return null;
            _all++;
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

    // No host has a space.
    private static string[] PlacesOf(string network, string host) => ["from " + network, "to " + host];

    private bool IsKnown(string clientId) => _known.TryGet(SecretHash.Of(clientId), out _);

    private bool HasRoom(Count count, string[] places) => _all < maxRunning && count.Number < perMinute
        && Array.TrueForAll(places, place => _running.GetValueOrDefault(place) < MaxRunningInOnePlace);

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
            _all--;
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
