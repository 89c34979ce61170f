namespace OAuth2Server;

/// <summary>Slows down whoever guesses secrets: the first ten failures are free, each further one closes the door for 1, 2, 4 … 60 seconds (RFC 6749 §2.3.1, RFC 6819 §5.1.4.2.3).</summary>
/// <remarks>
/// Client secrets are counted by client and network, passwords by account and network, so that a stranger locks nobody out but himself. A network is an IPv4 address or an IPv6 /64.
/// Thread-safe and bounded. Use one instance for the whole application: the servers and the sign-in page share it. See <see cref="Attempt"/> for a page of your own.
/// </remarks>
public sealed class BruteForceShield
{
    /// <summary>How many keys with failures are held unless told otherwise.</summary>
    public const int DefaultCapacity = 100_000;

    private const int FreeFailures = 10;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(15);

    private readonly Lock _gate = new();
    private readonly FailureTable<AttemptKey> _failures;
    private readonly TimeProvider _clock;
    private int _count;

    /// <summary>Makes a shield that has seen no failure.</summary>
    /// <param name="clock">The clock; null takes the system's.</param>
    /// <param name="capacity">How many keys with failures it holds; then the one whose last failure is the oldest goes.</param>
    /// <param name="passwordsAtOnce">How many passwords are verified at the same time; null takes half of the processors, at least one.</param>
    /// <param name="passwordsWaiting">How many more may wait for their turn; null takes twenty for each that runs. Who comes then is told to come back later.</param>
    public BruteForceShield(TimeProvider? clock = null, int capacity = DefaultCapacity, int? passwordsAtOnce = null, int? passwordsWaiting = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        var atOnce = passwordsAtOnce ?? Math.Max(1, Environment.ProcessorCount / 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(atOnce, nameof(passwordsAtOnce));
        var waiting = passwordsWaiting ?? 20 * atOnce;
        ArgumentOutOfRangeException.ThrowIfNegative(waiting, nameof(passwordsWaiting));
        _failures = new(capacity);
        _clock = clock ?? TimeProvider.System;
        Passwords = new(atOnce, waiting);
    }

    /// <summary>The turns in which passwords are verified.</summary>
    internal PasswordTurns Passwords { get; }

    /// <summary>True as long as nobody failed lately: then there is nothing to look up, and no key to make.</summary>
    internal bool IsEmpty => Volatile.Read(ref _count) == 0;

    internal DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>When a count is forgotten that grows now.</summary>
    internal static DateTimeOffset ForgetAt(DateTimeOffset now) => now + Memory;

    /// <summary>How long the door is still closed; null when it is open.</summary>
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

    /// <summary>Counts a failure; not while the door is closed: then it is told for how long, and the count stays.</summary>
    internal TimeSpan? Fail(AttemptKey key)
    {
        lock (_gate)
        {
            var now = Now;
            // Of guesses sent side by side only those count as made that were answered before the door closed.
            if (WaitOf(key, now) is { } wait) return wait;
            _failures.Add(key, now, ForgetAt(now));
            Volatile.Write(ref _count, _failures.Count);
            return null;
        }
    }

    /// <summary>Takes over what a store has counted on all nodes together. A smaller count does not stand: of failures at the same moment it is the older one.</summary>
    internal void Raise(AttemptKey key, int failures)
    {
        lock (_gate)
        {
            if (_failures.Find(key, Now) is { } entry) entry.Failures = Math.Max(entry.Failures, failures);
        }
    }

    /// <summary>Forgets the failures of a key that succeeded; not while the door is closed.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cleared">True when there were any.</param>
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
        if (_failures.Find(key, now) is not { Failures: > FreeFailures } entry) return null;
        var delay = Delay(entry.Failures - FreeFailures);
        var left = entry.Last + delay - now;
        // More than the whole is left only when the clock was set back.
        return left > TimeSpan.Zero && left <= delay ? left : null;
    }

    private static TimeSpan Delay(int failure) => failure > 6 ? Longest : TimeSpan.FromSeconds(1 << (failure - 1));
}
