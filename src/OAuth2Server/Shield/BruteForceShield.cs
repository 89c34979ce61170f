using System.Net;

namespace OAuth2Server;

/// <summary>Limits attempts at secrets: the first ten failures of a key are free, each further failure blocks it for 1, 2, 4 … 60 seconds
/// (RFC 6749 §2.3.1, RFC 6819 §5.1.4.2.3).</summary>
/// <remarks>
/// A key is a client and a network, or an account and a network, so that an attacker blocks only its own network. A network is an IPv4
/// address or an IPv6 /64.
/// Two wide counts of passwords find attacks that are spread: the failures of an account over all networks, and the names that failed in a
/// network. Above their limits attempts are delayed and take turns; nothing is blocked.
/// Thread-safe and bounded. Use one instance for the whole application: the servers and the sign-in page share it.
/// </remarks>
public sealed class BruteForceShield
{
    /// <summary>How many keys with failures are held by default.</summary>
    public const int DefaultCapacity = 100_000;

    /// <summary>The status of the answer while a key is blocked (RFC 6585 §4).</summary>
    internal const int TooManyRequests = 429;

    private const int LeastKeyLength = 16;

    private static readonly TimeSpan QueueFull = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan NoTurn = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _clock;
    private readonly ReadOnlyMemory<byte> _key;
    private readonly FailureCounts _failures;
    private readonly FailureCounts _requests;
    private readonly KnownNetworks _known;
    private readonly PasswordTurns _passwords;

    /// <summary>Makes a shield that has seen no failure.</summary>
    /// <param name="clock">The clock; null takes the system's.</param>
    /// <param name="capacity">How many keys with failures it holds; beyond that the key whose last failure is the oldest is
    /// removed.</param>
    /// <param name="passwordsAtOnce">How many passwords are verified at the same time; null takes half of the processors, at least
    /// one.</param>
    /// <param name="passwordsWaiting">How many more may wait; null takes twenty for each that runs. Further attempts are answered
    /// 503. One network cannot take the places of the others.</param>
    /// <param name="key">A secret of at least 16 random bytes, the same on every node: what an <see cref="IAttemptModel"/> stores is then a
    /// keyed hash. Empty stores the network as it is, and an unkeyed hash of the name, which a reader of the store can guess.</param>
    /// <exception cref="ArgumentException">The key is shorter than 16 bytes and not empty.</exception>
    public BruteForceShield(
        TimeProvider? clock = null, int capacity = DefaultCapacity, int? passwordsAtOnce = null, int? passwordsWaiting = null,
        ReadOnlyMemory<byte> key = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        var atOnce = passwordsAtOnce ?? Math.Max(1, Environment.ProcessorCount / 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(atOnce, nameof(passwordsAtOnce));
        var waiting = passwordsWaiting ?? 20 * atOnce;
        ArgumentOutOfRangeException.ThrowIfNegative(waiting, nameof(passwordsWaiting));
        if (key.Length is > 0 and < LeastKeyLength)
            throw new ArgumentException($"The key must have at least {LeastKeyLength} bytes.", nameof(key));
        _clock = clock ?? TimeProvider.System;
        _key = key.ToArray();
        _failures = new(_clock, capacity);
        _requests = new(_clock, capacity);
        _known = new(_clock, capacity);
        _passwords = new(atOnce, waiting);
    }

    /// <summary>Verifies a user's password on a sign-in page of your own: attempts there and at the password grant are counted
    /// together.</summary>
    /// <param name="username">The name as it was typed, whether or not there is such a user: the answer must not tell which names
    /// exist.</param>
    /// <param name="remoteAddress">Where the attempt comes from; null when that is not known.</param>
    /// <param name="verify">Verifies the password: true when it is right. It is not called while the key is blocked.</param>
    /// <param name="store">Counts for several nodes together; null counts on this node alone.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>What <paramref name="verify"/> returned, or false for a name of more than 256 characters or with control characters;
    /// <c>temporarily_unavailable</c> when the key is blocked or too many attempts are delayed (status 429), or too many passwords wait to
    /// be verified (503): answer with its status and headers, whether the password is right or wrong.</returns>
    public ValueTask<Outcome<bool>> VerifyPasswordAsync(
        string username, IPAddress? remoteAddress, Func<CancellationToken, ValueTask<bool>> verify, IAttemptModel? store = null,
        CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(username);
        ArgumentNullException.ThrowIfNull(verify);
        return VerifyAsync(new(AttemptKind.Password, username, remoteAddress, store), verify, static (verify, ct) => verify(ct), ct);
    }

    /// <summary>Runs a verification unless its key is blocked, and counts a failure.</summary>
    internal async ValueTask<Outcome<bool>> VerifyAsync<TState>(
        Attempt attempt, TState state, Func<TState, CancellationToken, ValueTask<bool>> verify, CancellationToken ct)
    {
        // Before the name is folded or hashed: that costs time in proportion to its length.
        if (!attempt.IsPossible) return false;
        if (!_failures.IsEmpty && Blocked(attempt) is { } blocked) return blocked;
        if (attempt.IsPassword) return await VerifyPasswordAsync(attempt, state, verify, ct);
        var isRight = await verify(state, ct);
        return isRight && _failures.IsEmpty ? true : await CountAsync(attempt, isRight, ct);
    }

    /// <summary>Counts a request that anyone can send, and that makes a row.</summary>
    /// <returns>Null when it is accepted; <c>temporarily_unavailable</c> (429) when its client and network sent too many.</returns>
    internal OAuthError? Admit(Attempt attempt)
    {
        var key = AttemptKey.OfPeriod(attempt.Kind, attempt.Name, attempt.From, _requests.Now);
        return _requests.Fail(key, out _) is { } wait
            ? OAuthError.TemporarilyUnavailable("Too many requests. Try again later.", wait, TooManyRequests, attempt.Rule)
            : null;
    }

    /// <summary>For how long the key of an attempt is still blocked; null when it is not.</summary>
    internal TimeSpan? WaitOf(Attempt attempt) => _failures.IsEmpty ? null : _failures.WaitOf(attempt.Key);

    private OAuthError? Blocked(Attempt attempt) => WaitOf(attempt) is { } wait ? Refusal(attempt, wait) : null;

    private async ValueTask<Outcome<bool>> VerifyPasswordAsync<TState>(
        Attempt attempt, TState state, Func<TState, CancellationToken, ValueTask<bool>> verify, CancellationToken ct)
    {
        if (!_failures.IsEmpty && await DelayAsync(attempt, ct) is { } crowded) return crowded;
        if (!await _passwords.TakeAsync(attempt.From, ct))
            return OAuthError.TemporarilyUnavailable(
                "Too many passwords are being verified. Try again later.", QueueFull, rule: attempt.Rule);
        bool isRight;
        try
        {
            // The key may have been blocked while this attempt waited: then the hash is not computed.
            if (Blocked(attempt) is { } late) return late;
            isRight = await verify(state, ct);
        }
        finally
        {
            _passwords.End();
        }
        var outcome = await CountAsync(attempt, isRight, ct);
        if (isRight && !outcome.IsError(out _, out _)) _known.Remember(attempt.Key);
        return outcome;
    }

    // An account whose password many networks try, or a network that tries many names: each attempt waits a few seconds for its turn. The
    // owner in a network where the account has signed in before does not wait.
    private async ValueTask<OAuthError?> DelayAsync(Attempt attempt, CancellationToken ct)
    {
        var delay = TimeSpan.Zero;
        foreach (var key in PacedKeys(attempt))
        {
            if (_failures.TakeTurn(key) is not { } turn) return Refusal(attempt, NoTurn);
            if (turn > delay) delay = turn;
        }
        if (delay > TimeSpan.Zero) await Task.Delay(delay, _clock, ct);
        return null;
    }

    private IEnumerable<AttemptKey> PacedKeys(Attempt attempt)
    {
        var key = attempt.Key;
        if (key.Kind.IsPaced()) yield return key;
        if (_known.Holds(key)) yield break;
        yield return attempt.AccountKey(_failures.Now);
        if (attempt.NamesKey(_failures.Now) is { } names) yield return names;
    }

    // Of parallel attempts, only those completed before the key was blocked are counted, right ones too: otherwise an attacker could try
    // many secrets at the same time.
    private async ValueTask<Outcome<bool>> CountAsync(Attempt attempt, bool isRight, CancellationToken ct)
    {
        if (isRight && _failures.IsEmpty) return true;
        var wait = isRight ? await SucceedAsync(attempt, ct) : await FailAsync(attempt, ct);
        return wait is { } meanwhile ? Refusal(attempt, meanwhile) : isRight;
    }

    private async ValueTask<TimeSpan?> FailAsync(Attempt attempt, CancellationToken ct)
    {
        var now = _failures.Now;
        // On this node first: a store that fails must not make attempts free.
        if (_failures.Fail(attempt.Key, out var failures) is { } wait) return wait;
        AttemptKey? account = attempt.IsPassword ? attempt.AccountKey(now) : null;
        // A name counts once, not each of its failures: a program with an old password must not slow down its network.
        var names = attempt.IsPassword && failures == 1 ? attempt.NamesKey(now) : null;
        if (account is { } ofAccount) _failures.Fail(ofAccount, out _);
        if (names is { } ofNames) _failures.Fail(ofNames, out _);

        if (attempt.Store is not { } store) return null;
        var isFirst = await RaiseAsync(store, attempt.Key, now, ct) == 1;
        if (account is { } everywhere) await RaiseAsync(store, everywhere, now, ct);
        if (isFirst && names is { } inNetwork) await RaiseAsync(store, inNetwork, now, ct);
        return null;
    }

    private async ValueTask<int> RaiseAsync(IAttemptModel store, AttemptKey key, DateTimeOffset now, CancellationToken ct)
    {
        var failures = await store.AddFailureAsync(TextOf(key), now, FailureCounts.ForgetAt(now), ct);
        _failures.Raise(key, failures);
        return failures;
    }

    private string TextOf(AttemptKey key) => _key.IsEmpty ? key.ToString() : key.ToString(_key.Span);

    private async ValueTask<TimeSpan?> SucceedAsync(Attempt attempt, CancellationToken ct)
    {
        var key = attempt.Key;
        if (!attempt.ClearsCount) return _failures.WaitOf(key);
        if (_failures.Succeed(key, out var cleared) is { } wait) return wait;
        if (cleared && attempt.Store is not null) await attempt.Store.ClearFailuresAsync(TextOf(key), ct);
        return null;
    }

    // 429 for a right secret as for a wrong one.
    private static OAuthError Refusal(Attempt attempt, TimeSpan wait) =>
        OAuthError.TemporarilyUnavailable("Too many attempts failed. Try again later.", wait, TooManyRequests, attempt.Rule);
}
