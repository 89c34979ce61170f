namespace OAuth2Server;

/// <summary>A bounded table of records by hash, in families: a family ends at once, and what is added to it afterwards is dropped.</summary>
internal sealed class FamilyTable(int capacity)
{
    private static readonly object Buried = new();

    private readonly Dictionary<SecretHash, Entry> _entries = [];
    private readonly Dictionary<string, Entry> _families = new(StringComparer.Ordinal);
    private readonly PriorityQueue<Entry, long> _byDeadline = new();
    private readonly HashSet<string> _ended = new(StringComparer.Ordinal);
    private readonly Queue<string> _endedInOrder = new();

    /// <summary>Held by every operation; hold it to make several of them one.</summary>
    internal Lock Gate { get; } = new();

    internal int Capacity => capacity;

    internal int Count
    {
        get
        {
            lock (Gate) return _entries.Count;
        }
    }

    internal T? Find<T>(SecretHash hash) where T : class
    {
        lock (Gate) return _entries.TryGetValue(hash, out var entry) ? entry.Record as T : null;
    }

    /// <summary>Adds a record, unless its family has ended.</summary>
    /// <returns>True when another record that was not expired had to go for it.</returns>
    internal bool Add(SecretHash hash, object record, string family, DateTimeOffset until, DateTimeOffset now)
    {
        lock (Gate)
        {
            if (_ended.Contains(family)) return false;
            var evicted = MakeRoom(now.UtcTicks);

            var entry = new Entry(hash, record, family, until.UtcTicks);
            _entries.Add(hash, entry);
            if (_families.TryGetValue(family, out var newest)) (entry.Older, newest.Newer) = (newest, entry);
            _families[family] = entry;
            _byDeadline.Enqueue(entry, entry.Until);
            return evicted;
        }
    }

    /// <summary>Replaces a record if the change gives one.</summary>
    /// <returns>False when there is no such record, or the change gave null.</returns>
    internal bool Replace<T>(SecretHash hash, Func<T, T?> change) where T : class
    {
        lock (Gate)
        {
            if (!_entries.TryGetValue(hash, out var entry) || entry.Record is not T record || change(record) is not { } changed) return false;
            entry.Record = changed;
            return true;
        }
    }

    /// <summary>Makes a record one that nobody finds; it keeps its place, so that it cannot be added again.</summary>
    internal void Bury<T>(SecretHash hash) where T : class
    {
        lock (Gate)
        {
            if (_entries.TryGetValue(hash, out var entry) && entry.Record is T) entry.Record = Buried;
        }
    }

    /// <summary>Ends a family and forgets its records.</summary>
    internal void RemoveFamily(string family)
    {
        lock (Gate)
        {
            if (!_ended.Add(family)) return;
            _endedInOrder.Enqueue(family);
            // The records themselves are gone, so the oldest tombstones guard only against saves that were under way long ago.
            if (_endedInOrder.Count > capacity) _ended.Remove(_endedInOrder.Dequeue());

            if (!_families.Remove(family, out var newest)) return;
            for (var entry = newest; entry is not null; entry = entry.Older) _entries.Remove(entry.Hash);
            if (_byDeadline.Count > (2 * _entries.Count) + 1024) Compact();
        }
    }

    // The head of the queue may be of a family that has ended: then it is only dropped.
    private bool MakeRoom(long now)
    {
        var evicted = false;
        while (_byDeadline.TryPeek(out var soonest, out var until))
        {
            var isDead = !_entries.TryGetValue(soonest.Hash, out var current) || current != soonest;
            if (!isDead && until > now && _entries.Count < capacity) break;
            _byDeadline.Dequeue();
            if (isDead) continue;
            evicted |= until > now;
            Remove(soonest);
        }
        return evicted;
    }

    // Families that ended leave their entries in the queue; without this they would pile up until their deadlines.
    private void Compact()
    {
        _byDeadline.Clear();
        _byDeadline.EnqueueRange(_entries.Values.Select(entry => (entry, entry.Until)));
    }

    private void Remove(Entry entry)
    {
        _entries.Remove(entry.Hash);
        if (entry.Older is { } older) older.Newer = entry.Newer;
        if (entry.Newer is { } newer) newer.Older = entry.Older;
        else if (entry.Older is { } newest) _families[entry.Family] = newest;
        else _families.Remove(entry.Family);
    }

    private sealed class Entry(SecretHash hash, object record, string family, long until)
    {
        public SecretHash Hash => hash;

        public string Family => family;

        public long Until => until;

        public object Record { get; set; } = record;

        public Entry? Older { get; set; }

        public Entry? Newer { get; set; }
    }
}
