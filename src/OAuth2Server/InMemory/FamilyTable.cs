using System.Runtime.InteropServices;

namespace OAuth2Server;

/// <summary>A bounded table of records by hash, in families: a family ends at once, and what is added to it afterwards is dropped.</summary>
/// <remarks>When it is full, the kind of record that is most numerous gives way: a flood of access tokens must not push out every code before it is redeemed.</remarks>
internal sealed class FamilyTable(int capacity)
{
    private static readonly object Buried = new();

    private readonly Dictionary<SecretHash, Entry> _entries = [];
    private readonly Dictionary<string, Entry> _families = new(StringComparer.Ordinal);
    private readonly List<(Type Kind, Shelf Shelf)> _shelves = [];
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

            var entry = new Entry(hash, record, family, until.UtcTicks, ShelfOf(record.GetType()));
            _entries.Add(hash, entry);
            ref var newest = ref CollectionsMarshal.GetValueRefOrAddDefault(_families, family, out _);
            if (newest is not null) (entry.Older, newest.Newer) = (newest, entry);
            newest = entry;
            entry.Shelf.Add(entry);
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
            for (var entry = newest; entry is not null; entry = entry.Older)
            {
                _entries.Remove(entry.Hash);
                entry.Shelf.Remove(entry);
            }
        }
    }

    private bool MakeRoom(long now)
    {
        foreach (var (_, shelf) in _shelves)
        {
            while (shelf.Soonest is { } soonest && soonest.Until <= now) Remove(soonest);
        }
        if (_entries.Count < capacity) return false;
        Remove(_shelves.MaxBy(kind => kind.Shelf.Count).Shelf.Soonest!);
        return true;
    }

    private Shelf ShelfOf(Type kind)
    {
        foreach (var (one, shelf) in _shelves)
        {
            if (one == kind) return shelf;
        }
        var added = new Shelf();
        _shelves.Add((kind, added));
        return added;
    }

    private void Remove(Entry entry)
    {
        _entries.Remove(entry.Hash);
        entry.Shelf.Remove(entry);
        if (entry.Older is { } older) older.Newer = entry.Newer;
        if (entry.Newer is { } newer) newer.Older = entry.Older;
        else if (entry.Older is { } newest) _families[entry.Family] = newest;
        else _families.Remove(entry.Family);
    }

    private sealed class Entry(SecretHash hash, object record, string family, long until, Shelf shelf)
    {
        public SecretHash Hash => hash;

        public string Family => family;

        public long Until => until;

        public Shelf Shelf => shelf;

        /// <summary>It is no longer in the table, though its shelf may not have noticed.</summary>
        public bool IsGone { get; set; }

        public object Record { get; set; } = record;

        public Entry? Older { get; set; }

        public Entry? Newer { get; set; }
    }

    /// <summary>The records of one kind by their deadlines.</summary>
    private sealed class Shelf
    {
        private readonly PriorityQueue<Entry, long> _byDeadline = new();

        internal int Count { get; private set; }

        /// <summary>The one that expires soonest; null when there is none.</summary>
        internal Entry? Soonest
        {
            get
            {
                while (_byDeadline.TryPeek(out var entry, out _))
                {
                    if (!entry.IsGone) return entry;
                    _byDeadline.Dequeue();
                }
                return null;
            }
        }

        internal void Add(Entry entry)
        {
            _byDeadline.Enqueue(entry, entry.Until);
            Count++;
        }

        internal void Remove(Entry entry)
        {
            entry.IsGone = true;
            Count--;
            // Families that ended leave their entries in the queue; without this they would pile up until their deadlines.
            if (_byDeadline.Count > (2 * Count) + 1024) Compact();
        }

        private void Compact()
        {
            var held = _byDeadline.UnorderedItems.Where(item => !item.Element.IsGone).ToArray();
            _byDeadline.Clear();
            _byDeadline.EnqueueRange(held);
        }
    }
}
