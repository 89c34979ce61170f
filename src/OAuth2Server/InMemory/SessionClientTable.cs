namespace OAuth2Server;

/// <summary>The clients of sessions, and those of them that wait because their session was ended. Its user locks.</summary>
internal sealed class SessionClientTable
{
    private static readonly TimeSpan KeptAfterExpiry = TimeSpan.FromDays(7);

    private readonly Dictionary<(string SessionId, string ClientId, string Issuer), Entry> _entries = [];
    private readonly PriorityQueue<(string SessionId, string ClientId, string Issuer), long> _byRemoval = new();

    internal bool Holds(SessionClient client) => _entries.TryGetValue(KeyOf(client), out var held) && held.Client.Subject == client.Subject;

    internal void Add(SessionClient client, DateTimeOffset expiresAt, bool isEnded)
    {
        var added = new Entry(client with { Attempts = 0, DueAt = isEnded ? DateTimeOffset.MinValue : null }, expiresAt + KeptAfterExpiry);
        _entries[KeyOf(client)] = added;
        _byRemoval.Enqueue(KeyOf(client), added.RemovedAt.UtcTicks);
    }

    internal void End(Session session)
    {
        foreach (var entry in _entries.Values.Where(entry => IsOf(entry.Client, session.Subject, session.Id) && entry.Client.DueAt is null))
            entry.Client = entry.Client with { DueAt = DateTimeOffset.MinValue };
    }

    internal IReadOnlyList<SessionClient> Of(string subject, string sessionId)
    {
        var found = _entries.Values.Select(entry => entry.Client).Where(client => IsOf(client, subject, sessionId));
        return [.. found.OrderBy(client => client.ClientId, StringComparer.Ordinal)
            .ThenBy(client => client.Issuer, StringComparer.Ordinal)];
    }

    internal IReadOnlyList<SessionClient> Take(DateTimeOffset now, DateTimeOffset until, int atMost)
    {
        Entry[] due = [.. _entries.Values.Where(entry => entry.Client.DueAt <= now).OrderBy(entry => entry.Client.DueAt).Take(atMost)];
        foreach (var entry in due) entry.Client = entry.Client with { DueAt = until, Attempts = entry.Client.Attempts + 1 };
        return [.. due.Select(entry => entry.Client)];
    }

    internal bool Postpone(SessionClient taken, DateTimeOffset dueAt)
    {
        if (!_entries.TryGetValue(KeyOf(taken), out var entry) || entry.Client.Attempts != taken.Attempts) return false;
        entry.Client = entry.Client with { DueAt = dueAt };
        return true;
    }

    internal bool Remove(SessionClient taken) => _entries.Remove(KeyOf(taken));

    /// <returns>How many were removed.</returns>
    internal int RemoveExpired(DateTimeOffset now, int atMost, Func<string, bool> isSession)
    {
        var removed = 0;
        while (removed < atMost && _byRemoval.TryPeek(out var key, out var at) && at <= now.UtcTicks)
        {
            _byRemoval.Dequeue();
            // One that was removed, and perhaps saved again, has another entry in the queue.
            if (!_entries.TryGetValue(key, out var entry) || entry.RemovedAt.UtcTicks != at) continue;
            if (isSession(key.SessionId))
            {
                entry.RemovedAt = now + KeptAfterExpiry;
                _byRemoval.Enqueue(key, entry.RemovedAt.UtcTicks);
                continue;
            }
            _entries.Remove(key);
            removed++;
        }
        return removed;
    }

    private static (string SessionId, string ClientId, string Issuer) KeyOf(SessionClient client) =>
        (client.SessionId, client.ClientId, client.Issuer);

    private static bool IsOf(SessionClient client, string subject, string sessionId) =>
        client.Subject == subject && client.SessionId == sessionId;

    private sealed class Entry(SessionClient client, DateTimeOffset removedAt)
    {
        public SessionClient Client { get; set; } = client;

        public DateTimeOffset RemovedAt { get; set; } = removedAt;
    }
}
