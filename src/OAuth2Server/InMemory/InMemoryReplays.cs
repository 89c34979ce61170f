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
    private readonly Dictionary<SecretHash, long> _until = [];
    private readonly PriorityQueue<SecretHash, long> _order = new();
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
            lock (_lock) return _until.Count;
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> UseOnceAsync(SecretHash message, DateTimeOffset now, DateTimeOffset until, CancellationToken ct)
    {
        lock (_lock)
        {
            while (_order.TryPeek(out var first, out var end) && (end <= now.UtcTicks || _order.Count >= _capacity))
            {
                _order.Dequeue();
                _until.Remove(first);
            }
            if (!_until.TryAdd(message, until.UtcTicks)) return new(false);
            _order.Enqueue(message, until.UtcTicks);
            return new(true);
        }
    }
}
