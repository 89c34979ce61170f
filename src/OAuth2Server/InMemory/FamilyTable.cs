using System.Runtime.InteropServices;

namespace OAuth2Server;

/// <summary>A bounded table of records by hash, in families: a family ends at once, and what is added to it afterwards is dropped.</summary>
/// <remarks>When it is full, the oldest record of the kind that is most numerous goes: a flood of access tokens must not push out every code before it is redeemed, nor a flood of refreshes the token that is used next.</remarks>
internal sealed class FamilyTable(int capacity)
{
    private static readonly object Buried = new();

    private readonly Dictionary<SecretHash, Entry> _entries = [];
    private readonly Dictionary<string, Entry> _families = new(StringComparer.Ordinal);
    private readonly PriorityQueue<Entry, long> _byDeadline = new();
    private readonly List<Kind> _kinds = [];
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
            ref var newest = ref CollectionsMarshal.GetValueRefOrAddDefault(_families, family, out _);
            if (newest is not null) (entry.Older, newest.Newer) = (newest, entry);
            newest = entry;
            KindOf(record.GetType()).Add(entry);
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
            while (newest is not null)
            {
                var older = newest.Older;
                Forget(newest);
                newest = older;
            }
        }
    }

    private bool MakeRoom(long now)
    {
        while (_byDeadline.TryPeek(out var soonest, out var until) && (soonest.IsGone || until <= now))
        {
            _byDeadline.Dequeue();
            if (!soonest.IsGone) Remove(soonest);
        }
        if (_entries.Count < capacity) return false;

        var most = _kinds[0];
        foreach (var kind in _kinds)
        {
            if (kind.Count > most.Count) most = kind;
        }
        Remove(most.Oldest!);
        return true;
    }

    private Kind KindOf(Type type)
    {
        foreach (var kind in _kinds)
        {
            if (kind.Type == type) return kind;
        }
        var added = new Kind(type);
        _kinds.Add(added);
        return added;
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
        // What the queue of deadlines still holds must hold nothing else, and must not pile up there.
        (entry.Older, entry.Newer, entry.Record) = (null, null, Buried);
        if (_byDeadline.Count <= (2 * _entries.Count) + 1024) return;
        _byDeadline.Clear();
        _byDeadline.EnqueueRange(_entries.Values.Select(held => (held, held.Until)));
    }

    private sealed class Entry(SecretHash hash, object record, string family, long until)
    {
        public SecretHash Hash => hash;

        public string Family => family;

        public long Until => until;

        public object Record { get; set; } = record;

        /// <summary>Its neighbours in the family.</summary>
        public Entry? Older { get; set; }

        public Entry? Newer { get; set; }

        /// <summary>Null when it is no longer in the table, though the queue of deadlines may not have noticed.</summary>
        public Kind? Kind { get; set; }

        public bool IsGone => Kind is null;

        /// <summary>Its neighbours among those of its kind.</summary>
        public Entry? Before { get; set; }

        public Entry? After { get; set; }
    }

    /// <summary>The records of one type in the order in which they came.</summary>
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
