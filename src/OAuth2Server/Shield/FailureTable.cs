namespace OAuth2Server;

/// <summary>A bounded table of failures by key, in the order of the last failure: the oldest is removed first. Not thread-safe.</summary>
internal sealed class FailureTable<TKey>(int capacity) where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<Entry>> _byKey = [];
    private readonly LinkedList<Entry> _byAge = [];

    internal int Count => _byKey.Count;

    /// <summary>Removes the counts that have ended.</summary>
    internal void Forget(DateTimeOffset now)
    {
        while (_byAge.First is { Value: var oldest } && oldest.ForgetAt <= now) Remove(oldest.Key);
    }

    internal Entry? Find(TKey key, DateTimeOffset now) =>
        _byKey.TryGetValue(key, out var node) && node.Value.ForgetAt > now ? node.Value : null;

    /// <summary>Counts a failure.</summary>
    internal Entry Add(TKey key, DateTimeOffset now, DateTimeOffset forgetAt)
    {
        Forget(now);
        if (!_byKey.Remove(key, out var node)) node = new(new(key));
        else _byAge.Remove(node);
        if (_byKey.Count >= capacity) Remove(_byAge.First!.Value.Key);

        var entry = node.Value;
        entry.Failures = entry.ForgetAt > now ? entry.Failures + 1 : 1;
        (entry.Last, entry.ForgetAt) = (now, forgetAt);
        _byKey.Add(key, node);
        _byAge.AddLast(node);
        return entry;
    }

    /// <returns>False when there was nothing to remove.</returns>
    internal bool Remove(TKey key)
    {
        if (!_byKey.Remove(key, out var node)) return false;
        _byAge.Remove(node);
        return true;
    }

    internal sealed class Entry(TKey key)
    {
        internal TKey Key => key;

        internal int Failures { get; set; }

        internal DateTimeOffset Last { get; set; }

        internal DateTimeOffset ForgetAt { get; set; }

        /// <summary>When the next attempt has its turn, where attempts at the key are slowed down.</summary>
        internal DateTimeOffset NextTurn { get; set; }
    }
}
