using System.Runtime.InteropServices;

namespace OAuth2Server;

/// <summary>A bounded table of records by hash, in families. A family is ended in one step; what is added to it later is dropped.</summary>
/// <remarks>
/// When it is full, the oldest record of the most numerous kind is removed. So a flood of access tokens removes no code before it is
/// redeemed, and a flood of refreshes does not remove the refresh token that is used next.
/// </remarks>
internal sealed class FamilyTable(int capacity)
{
    private static readonly object Hidden = new();

    private readonly Dictionary<SecretHash, Entry> _entries = [];
    private readonly Dictionary<string, Entry> _families = new(StringComparer.Ordinal);
    private readonly PriorityQueue<Entry, long> _byDeadline = new();
    private readonly List<Kind> _kinds = [];
    private readonly HashSet<string> _ended = new(StringComparer.Ordinal);
    private readonly Queue<string> _endedInOrder = new();

    /// <summary>Every operation holds it; hold it to make several operations one.</summary>
    internal Lock Gate { get; } = new();

    internal int Capacity => capacity;

    internal int Count
    {
        get
        {
            lock (Gate) return _entries.Count;
        }
    }

    internal static InvalidOperationException Taken() =>
        new("A code or token with this text is saved already. Check the token generator: it must never give the same text twice.");

    internal T? Find<T>(SecretHash hash) where T : class
    {
        lock (Gate) return _entries.TryGetValue(hash, out var entry) ? entry.Record as T : null;
    }

    /// <summary>Every record for which a condition is true. It looks at the whole table.</summary>
    internal List<object> FindAll(Func<object, bool> isWanted)
    {
        lock (Gate) return [.. _entries.Values.Select(entry => entry.Record).Where(isWanted)];
    }

    /// <summary>True when the record is in the table; false when there is none with its hash.</summary>
    /// <exception cref="InvalidOperationException">Another record has the hash, or this one was changed since it was added.</exception>
    internal bool Holds(SecretHash hash, object record)
    {
        lock (Gate)
        {
            if (!_entries.TryGetValue(hash, out var entry)) return false;
            return entry.Record.Equals(record) ? true : throw Taken();
        }
    }

    /// <summary>Adds a record, unless its family has ended or the record is there already.</summary>
    /// <returns>True when another record that was not expired was removed for it.</returns>
    /// <exception cref="InvalidOperationException">Another record has the hash, or this one was changed since it was added.</exception>
    internal bool Add(SecretHash hash, object record, string family, DateTimeOffset until, DateTimeOffset now)
    {
        lock (Gate)
        {
            if (_ended.Contains(family)) return false;
            if (_byDeadline.TryPeek(out _, out var soonest) && soonest <= now.UtcTicks) RemoveExpired(now, int.MaxValue);
            if (_entries.TryGetValue(hash, out var held)) return held.Record.Equals(record) ? false : throw Taken();
            var evicted = _entries.Count >= capacity;
            if (evicted) MakeRoom();

            var entry = new Entry(hash, record, family, until.UtcTicks);
            _entries.Add(hash, entry);
            ref var newest = ref CollectionsMarshal.GetValueRefOrAddDefault(_families, family, out _);
            if (newest is not null) (entry.Older, newest.Newer) = (newest, entry);
            newest = entry;
            if (_kinds.Find(kind => kind.Type == record.GetType()) is not { } own) _kinds.Add(own = new(record.GetType()));
            own.Add(entry);
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
            if (!_entries.TryGetValue(hash, out var entry) || entry.Record is not T record) return false;
            if (change(record) is not { } changed) return false;
            entry.Record = changed;
            return true;
        }
    }

    /// <summary>Keeps a record longer than it was to be kept when it was added.</summary>
    internal void Keep(SecretHash hash, DateTimeOffset until)
    {
        lock (Gate)
        {
            if (!_entries.TryGetValue(hash, out var entry) || until.UtcTicks <= entry.Until) return;
            entry.Until = until.UtcTicks;
            _byDeadline.Enqueue(entry, entry.Until);
        }
    }

    /// <summary>Hides a record from every look-up. It keeps its place, so that it cannot be added again.</summary>
    internal void Hide<T>(SecretHash hash) where T : class
    {
        lock (Gate)
        {
            if (_entries.TryGetValue(hash, out var entry) && entry.Record is T) entry.Record = Hidden;
        }
    }

    /// <summary>Ends a family and removes its records.</summary>
    internal void RemoveFamily(string family)
    {
        lock (Gate)
        {
            if (!_ended.Add(family)) return;
            _endedInOrder.Enqueue(family);
            // The records are removed, so an old tombstone stops only a save that was begun long ago.
            if (_endedInOrder.Count > capacity) _ended.Remove(_endedInOrder.Dequeue());

            if (!_families.Remove(family, out var newest)) return;
            while (newest is not null)
            {
                var older = newest.Older;
                Forget(newest);
                newest = older;
            }
        }
    }

    /// <summary>Removes expired records.</summary>
    /// <returns>How many were removed; fewer than <paramref name="atMost"/> when none is left.</returns>
    internal int RemoveExpired(DateTimeOffset now, int atMost)
    {
        lock (Gate)
        {
            var removed = 0;
            while (removed < atMost && _byDeadline.TryPeek(out var soonest, out var until) && (soonest.IsRemoved || until <= now.UtcTicks))
            {
                _byDeadline.Dequeue();
                // One that is kept longer is in the queue twice.
                if (soonest.IsRemoved || soonest.Until != until) continue;
                Remove(soonest);
                removed++;
            }
            return removed;
        }
    }

    private void MakeRoom()
    {
        var most = _kinds[0];
        foreach (var kind in _kinds)
        {
            if (kind.Count > most.Count) most = kind;
        }
        Remove(most.Oldest!);
    }

    private void Remove(Entry entry)
    {
        if (entry.Older is { } older) older.Newer = entry.Newer;
        if (entry.Newer is { } newer) newer.Older = entry.Older;
        else if (entry.Older is { } newest) _families[entry.Family] = newest;
        else _families.Remove(entry.Family);
        Forget(entry);
    }

    private void Forget(Entry entry)
    {
        _entries.Remove(entry.Hash);
        entry.Kind!.Remove(entry);
        // The queue of deadlines may still hold the entry: release its record, and rebuild the queue when most entries in it are removed.
        (entry.Older, entry.Newer, entry.Record) = (null, null, Hidden);
        if (_byDeadline.Count <= (2 * _entries.Count) + 1024) return;
        _byDeadline.Clear();
        _byDeadline.EnqueueRange(_entries.Values.Select(held => (held, held.Until)));
    }

    private sealed class Entry(SecretHash hash, object record, string family, long until)
    {
        public SecretHash Hash => hash;

        public string Family => family;

        public long Until { get; set; } = until;

        public object Record { get; set; } = record;

        /// <summary>Its neighbours in the family.</summary>
        public Entry? Older { get; set; }

        public Entry? Newer { get; set; }

        /// <summary>Null when it was removed from the table; the queue of deadlines may still hold it.</summary>
        public Kind? Kind { get; set; }

        public bool IsRemoved => Kind is null;

        /// <summary>Its neighbours among those of its kind.</summary>
        public Entry? Before { get; set; }

        public Entry? After { get; set; }
    }

    /// <summary>The records of one type, in the order in which they were added.</summary>
    private sealed class Kind(Type type)
    {
        private Entry? _latest;

        internal Type Type => type;

        internal int Count { get; private set; }

        internal Entry? Oldest { get; private set; }

        internal void Add(Entry entry)
        {
            (entry.Kind, entry.Before) = (this, _latest);
            if (_latest is null) Oldest = entry;
            else _latest.After = entry;
            _latest = entry;
            Count++;
        }

        internal void Remove(Entry entry)
        {
            if (entry.Before is { } before) before.After = entry.After;
            else Oldest = entry.After;
            if (entry.After is { } after) after.Before = entry.Before;
            else _latest = entry.Before;
            (entry.Kind, entry.Before, entry.After) = (null, null, null);
            Count--;
        }
    }
}
