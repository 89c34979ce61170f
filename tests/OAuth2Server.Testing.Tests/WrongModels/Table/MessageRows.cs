using System.Diagnostics;

namespace OAuth2Server.Testing.Tests;

/// <summary>A model with rows of its own for used messages: right as it is, and made wrong by one member.</summary>
internal sealed class MessageRows(InMemoryModel inner) : RightDeviceModel(inner)
{
    private readonly Dictionary<string, DateTimeOffset> _rows = [];
    private readonly Meeting _meeting = new();

    public Func<SecretHash, string> Key { get; init; } = message => Convert.ToHexString(message.ToByteArray());

    /// <summary>When a message is forgotten, given the time of the call and the time that the caller says.</summary>
    public Func<DateTimeOffset, DateTimeOffset, DateTimeOffset> Until { get; init; } = (_, until) => until;

    /// <summary>The time, given that of the caller.</summary>
    public Func<DateTimeOffset, DateTimeOffset> Now { get; init; } = now => now;

    /// <summary>When a row is forgotten after a use of it, given when it was and the time that the caller says.</summary>
    public Func<DateTimeOffset, DateTimeOffset, DateTimeOffset> Again { get; init; } = (_, until) => until;

    public bool Refuses { get; init; } = true;

    public bool LooksFirst { get; init; }

    /// <summary>A use that is refused moves the time.</summary>
    public bool Slides { get; init; }

    public int Capacity { get; init; } = int.MaxValue;

    public Func<DateTimeOffset, DateTimeOffset, bool> IsPruned { get; init; } = (until, now) => until <= now;

    public override async ValueTask<bool> UseOnceAsync(SecretHash message, DateTimeOffset now, DateTimeOffset until, CancellationToken ct)
    {
        var (key, at) = (Key(message), Now(now));
        lock (_rows)
        {
            if (_rows.TryGetValue(key, out var held) && held > at && Refuses)
            {
                if (Slides) _rows[key] = until;
                return false;
            }
            if (!LooksFirst) return Use(key, now, until);
        }
        await _meeting.WaitAsync();
        lock (_rows) return Use(key, now, until);
    }

    public override async ValueTask<int> PruneAsync(DateTimeOffset now, int atMost, CancellationToken ct)
    {
        lock (_rows)
        {
            foreach (var (key, _) in _rows.Where(row => IsPruned(row.Value, now)).ToList()) _rows.Remove(key);
        }
        return await base.PruneAsync(now, atMost, ct);
    }

    private bool Use(string key, DateTimeOffset now, DateTimeOffset until)
    {
        if (_rows.Count >= Capacity) _rows.Clear();
        _rows[key] = _rows.TryGetValue(key, out var before) ? Again(before, Until(now, until)) : Until(now, until);
        return true;
    }
}

/// <summary>The gap between a look-up and a write: a caller in it waits a little for a second one.</summary>
internal sealed class Meeting
{
    private int _between;

    // On a busy machine callers that start together may still come one after the other.
    public async Task WaitAsync()
    {
        Interlocked.Increment(ref _between);
        var watch = Stopwatch.StartNew();
        while (Volatile.Read(ref _between) < 2 && watch.ElapsedMilliseconds < 30) await Task.Yield();
        Interlocked.Decrement(ref _between);
    }
}
