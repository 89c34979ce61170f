namespace OAuth2Server;

/// <summary>The failures of this node by key, and for how long each key is blocked. Thread-safe and bounded.</summary>
internal sealed class FailureCounts(TimeProvider clock, int capacity)
{
    private static readonly TimeSpan LongestBlock = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenTurns = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(6);

    private readonly Lock _gate = new();
    private readonly FailureTable<AttemptKey> _failures = new(capacity);
    private int _count;

    /// <summary>True when no key has failures: then there is nothing to look up, and no key to make.</summary>
    internal bool IsEmpty => Volatile.Read(ref _count) == 0;

    internal DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>When a count ends that grows now.</summary>
    internal static DateTimeOffset ForgetAt(DateTimeOffset now) => now + AttemptLimits.Memory;

    /// <summary>For how long the key is still blocked; null when it is not.</summary>
    internal TimeSpan? WaitOf(AttemptKey key)
    {
        lock (_gate)
        {
            var now = Now;
            _failures.Forget(now);
            Volatile.Write(ref _count, _failures.Count);
            return WaitOf(key, now);
        }
    }

    /// <summary>The delay of an attempt at a paced key; zero where the key has few failures, null when too many attempts wait for their
    /// turn.</summary>
    internal TimeSpan? TakeTurn(AttemptKey key)
    {
        lock (_gate)
        {
            var now = Now;
            if (_failures.Find(key, now) is not { } entry || entry.Failures <= key.Kind.Free()) return TimeSpan.Zero;
            var delay = entry.NextTurn - now;
            // A turn that is farther away than any that is given: the clock was set back.
            if (delay < TimeSpan.Zero || delay > LongestDelay + BetweenTurns) delay = TimeSpan.Zero;
            if (delay > LongestDelay) return null;
            entry.NextTurn = now + delay + BetweenTurns;
            return delay;
        }
    }

    /// <summary>Counts a failure; while the key is blocked it returns for how long, and counts nothing.</summary>
    /// <param name="key">The key.</param>
    /// <param name="failures">The failures of this node, this one included; zero while the key is blocked.</param>
    internal TimeSpan? Fail(AttemptKey key, out int failures)
    {
        lock (_gate)
        {
            failures = 0;
            var now = Now;
            if (WaitOf(key, now) is { } wait) return wait;
            failures = _failures.Add(key, now, ForgetAt(now)).Failures;
            Volatile.Write(ref _count, _failures.Count);
            return null;
        }
    }

    /// <summary>Takes over what a store counted on all nodes together. Of failures at the same moment the smaller number is the older one,
    /// and is ignored.</summary>
    internal void Raise(AttemptKey key, int failures)
    {
        lock (_gate)
        {
            if (_failures.Find(key, Now) is { } entry) entry.Failures = Math.Max(entry.Failures, failures);
        }
    }

    /// <summary>Removes the count of a key whose secret was right; not while it is blocked.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cleared">True when there was a count.</param>
    internal TimeSpan? Succeed(AttemptKey key, out bool cleared)
    {
        lock (_gate)
        {
            cleared = false;
            if (WaitOf(key, Now) is { } wait) return wait;
            cleared = _failures.Remove(key);
            Volatile.Write(ref _count, _failures.Count);
            return null;
        }
    }

    private TimeSpan? WaitOf(AttemptKey key, DateTimeOffset now)
    {
        if (key.Kind.IsPaced() || _failures.Find(key, now) is not { } entry || entry.Failures <= key.Kind.Free()) return null;
        var delay = Delay(entry.Failures - key.Kind.Free());
        // All users of the client share the key: an attacker among them must not block the owner of the account for a minute.
        if (key.Kind == AttemptKind.PasswordAtClient && delay > BetweenTurns) delay = BetweenTurns;
        var left = entry.Last + delay - now;
        // More than the whole delay is left only when the clock was set back.
        return left > TimeSpan.Zero && left <= delay ? left : null;
    }

    private static TimeSpan Delay(int failure) => failure > 6 ? LongestBlock : TimeSpan.FromSeconds(1 << (failure - 1));
}
