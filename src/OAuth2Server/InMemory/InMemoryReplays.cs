namespace OAuth2Server;

/// <summary>Remembers in the memory of one process which signed messages were used: for a server of one node, and for models that are no
/// <see cref="IReplayModel"/>.</summary>
/// <remarks>Thread-safe. An entry takes about 100 bytes until its message could not be accepted again. When it is full, the entry that ends
/// first is removed for each new one.</remarks>
public sealed class InMemoryReplays : IReplayModel
{
    /// <summary>How many messages are remembered unless another number is given.</summary>
    public const int DefaultCapacity = 1_000_000;

    private readonly Lock _lock = new();
    private readonly HashSet<SecretHash> _used = [];
    private readonly PriorityQueue<SecretHash, long> _byEnd = new();
    private readonly int _capacity;

    /// <summary>Makes an empty one.</summary>
    /// <param name="capacity">How many messages it remembers.</param>
    public InMemoryReplays(int capacity = DefaultCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _capacity = capacity;
    }

    /// <summary>How many messages it remembers now, those among them whose time is over and that no new one has removed yet.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _used.Count;
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> UseOnceAsync(SecretHash message, DateTimeOffset now, DateTimeOffset until, CancellationToken ct)
    {
        lock (_lock)
        {
            RemoveExpired(now, int.MaxValue);
            // Before an entry makes room: a message that is sent again and again must not remove the others, or itself.
            if (_used.Contains(message)) return new(false);
            if (_used.Count >= _capacity) _used.Remove(_byEnd.Dequeue());
            _used.Add(message);
            _byEnd.Enqueue(message, until.UtcTicks);
            return new(true);
        }
    }

    /// <summary>Forgets messages whose time has come.</summary>
    /// <returns>How many; fewer than <paramref name="atMost"/> when none is left.</returns>
    internal int RemoveExpired(DateTimeOffset now, int atMost)
    {
        lock (_lock)
        {
            var removed = 0;
            while (removed < atMost && _byEnd.TryPeek(out var message, out var end) && end <= now.UtcTicks)
            {
                _byEnd.Dequeue();
                _used.Remove(message);
                removed++;
            }
            return removed;
        }
    }
}
