using System.Net;

namespace OAuth2Server;

/// <summary>Sessions by hash. An ended session stays until it expires, so that a repeated save does not bring it back.</summary>
internal sealed class SessionTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SecretHash, Entry> _entries = [];
    private readonly PriorityQueue<SecretHash, long> _byExpiry = new();

    /// <exception cref="InvalidOperationException">Another session has the hash.</exception>
    internal void Add(Session session, DateTimeOffset now)
    {
        lock (_gate)
        {
            RemoveExpiredInGate(now, int.MaxValue);
            if (_entries.TryGetValue(session.Hash, out var held))
            {
                if (held.Session.Id != session.Id) throw FamilyTable.Taken();
                return;
            }
            _entries.Add(session.Hash, new(session));
            _byExpiry.Enqueue(session.Hash, session.ExpiresAt.UtcTicks);
        }
    }

    internal Session? Find(SecretHash hash, DateTimeOffset now)
    {
        lock (_gate) return _entries.TryGetValue(hash, out var entry) && entry.IsOpen(now) ? entry.Session : null;
    }

    internal IReadOnlyList<Session> Of(string subject, DateTimeOffset now, int atMost)
    {
        lock (_gate)
        {
            var open = _entries.Values.Where(entry => entry.Session.Subject == subject && entry.IsOpen(now));
            return [.. open.Select(entry => entry.Session).OrderByDescending(session => session.LastSeenAt).Take(atMost)];
        }
    }

    internal void See(SecretHash hash, DateTimeOffset now, IPAddress? remoteAddress)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(hash, out var entry) || entry.IsEnded || entry.Session.LastSeenAt >= now) return;
            entry.Session = entry.Session with { LastSeenAt = now, RemoteAddress = remoteAddress };
        }
    }

    /// <returns>How many sessions were ended.</returns>
    internal int End(Func<Session, bool> isWanted)
    {
        lock (_gate)
        {
            var ended = 0;
            foreach (var entry in _entries.Values.Where(entry => !entry.IsEnded && isWanted(entry.Session)))
            {
                entry.IsEnded = true;
                ended++;
            }
            return ended;
        }
    }

    /// <returns>How many were removed.</returns>
    internal int RemoveExpired(DateTimeOffset now, int atMost)
    {
        lock (_gate) return RemoveExpiredInGate(now, atMost);
    }

    private int RemoveExpiredInGate(DateTimeOffset now, int atMost)
    {
        var removed = 0;
        while (removed < atMost && _byExpiry.TryPeek(out var hash, out var expiry) && expiry <= now.UtcTicks)
        {
            _byExpiry.Dequeue();
            _entries.Remove(hash);
            removed++;
        }
        return removed;
    }

    private sealed class Entry(Session session)
    {
        public Session Session { get; set; } = session;

        public bool IsEnded { get; set; }

        public bool IsOpen(DateTimeOffset now) => !IsEnded && now < Session.ExpiresAt;
    }
}
