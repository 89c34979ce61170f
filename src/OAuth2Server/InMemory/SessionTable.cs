using System.Net;

namespace OAuth2Server;

/// <summary>Sessions by hash. An ended session stays until it expires, so that a repeated save does not bring it back.</summary>
internal sealed class SessionTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SecretHash, Entry> _entries = [];
    private readonly Dictionary<string, SecretHash> _hashes = new(StringComparer.Ordinal);
    private readonly PriorityQueue<SecretHash, long> _byExpiry = new();
    private readonly SessionClientTable _clients = new();

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
            // One that was renewed meanwhile has another hash.
            if (_hashes.TryAdd(session.Id, session.Hash)) AddInGate(session);
        }
    }

    /// <returns>False when there is no such open session.</returns>
    internal bool Renew(Session before, Session renewed, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (renewed.Id != before.Id || !_hashes.TryGetValue(before.Id, out var held)) return false;
            var entry = _entries[held];
            if (entry.Session.Subject != renewed.Subject || !entry.IsOpen(now)) return false;
            if (held.Equals(renewed.Hash)) return true;
            if (!held.Equals(before.Hash)) return false;
            if (_entries.ContainsKey(renewed.Hash)) throw FamilyTable.Taken();
            _entries.Remove(held);
            _hashes[renewed.Id] = renewed.Hash;
            AddInGate(renewed);
            return true;
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
                _clients.End(entry.Session);
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

    /// <returns>False when the user has no such session, and the client none of it.</returns>
    internal bool AddClient(SessionClient client)
    {
        lock (_gate)
        {
            if (_clients.Holds(client)) return true;
            if (!_hashes.TryGetValue(client.SessionId, out var hash)) return false;
            var entry = _entries[hash];
            if (entry.Session.Subject != client.Subject) return false;
            _clients.Add(client, entry.Session.ExpiresAt, entry.IsEnded);
            return true;
        }
    }

    /// <summary>Calls a function of the clients of sessions, while nothing else does.</summary>
    internal T OfClients<T>(Func<SessionClientTable, T> call)
    {
        lock (_gate) return call(_clients);
    }

    private void AddInGate(Session session)
    {
        _entries.Add(session.Hash, new(session));
        _byExpiry.Enqueue(session.Hash, session.ExpiresAt.UtcTicks);
    }

    private int RemoveExpiredInGate(DateTimeOffset now, int atMost)
    {
        var removed = _clients.RemoveExpired(now, atMost, _hashes.ContainsKey);
        while (removed < atMost && _byExpiry.TryPeek(out var hash, out var expiry) && expiry <= now.UtcTicks)
        {
            _byExpiry.Dequeue();
            // The hash of a session that was renewed is not there any more.
            if (!_entries.Remove(hash, out var entry)) continue;
            _hashes.Remove(entry.Session.Id);
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
