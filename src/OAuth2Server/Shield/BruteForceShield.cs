using System.Net;

namespace OAuth2Server;

/// <summary>Limits attempts at secrets: the first ten failures of a key are free, each further failure blocks it for 1, 2, 4 … 60 seconds
/// (RFC 6749 §2.3.1, RFC 6819 §5.1.4.2.3).</summary>
/// <remarks>
/// A key is a client and a network, or an account and a network, so that an attacker blocks only its own network. A network is an IPv4
/// address or an IPv6 /64.
/// Thread-safe and bounded. Use one instance for the whole application: the servers and the sign-in page share it.
/// </remarks>
public sealed class BruteForceShield
{
    /// <summary>How many keys with failures are held by default.</summary>
    public const int DefaultCapacity = 100_000;

    /// <summary>The status of the answer while a key is blocked (RFC 6585 §4).</summary>
    internal const int TooManyRequests = 429;

    private static readonly TimeSpan QueueFull = TimeSpan.FromSeconds(5);

    private readonly FailureCounts _failures;
    private readonly PasswordTurns _passwords;

    /// <summary>Makes a shield that has seen no failure.</summary>
    /// <param name="clock">The clock; null takes the system's.</param>
    /// <param name="capacity">How many keys with failures it holds; beyond that the key whose last failure is the oldest is
    /// removed.</param>
    /// <param name="passwordsAtOnce">How many passwords are verified at the same time; null takes half of the processors, at least
    /// one.</param>
    /// <param name="passwordsWaiting">How many more may wait; null takes twenty for each that runs. Further attempts are answered
    /// 503.</param>
    public BruteForceShield(
        TimeProvider? clock = null, int capacity = DefaultCapacity, int? passwordsAtOnce = null, int? passwordsWaiting = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        var atOnce = passwordsAtOnce ?? Math.Max(1, Environment.ProcessorCount / 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(atOnce, nameof(passwordsAtOnce));
        var waiting = passwordsWaiting ?? 20 * atOnce;
        ArgumentOutOfRangeException.ThrowIfNegative(waiting, nameof(passwordsWaiting));
        _failures = new(clock ?? TimeProvider.System, capacity);
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
    /// <returns>What <paramref name="verify"/> returned, or false for a name of more than 256 characters; <c>temporarily_unavailable</c>
    /// when the key is blocked
    /// (status 429) or too many passwords wait to be verified (503): answer with its status and headers, whether the password is right or
    /// wrong.</returns>
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
        if (attempt.Name.Length > Attempt.MaxNameLength) return false;
        if (!_failures.IsEmpty && Blocked(attempt) is { } blocked) return blocked;
        var isPassword = attempt.Kind == AttemptKind.Password;
        if (isPassword && !await _passwords.TakeAsync(ct))
            return OAuthError.TemporarilyUnavailable(
                "Too many passwords are being verified. Try again later.", QueueFull, rule: attempt.Rule);
        bool isRight;
        try
        {
            // The key may have been blocked while this attempt waited: then the hash is not computed.
            if (isPassword && Blocked(attempt) is { } late) return late;
            isRight = await verify(state, ct);
        }
        finally
        {
            if (isPassword) _passwords.End();
        }
        if (isRight && _failures.IsEmpty) return true;
        return await CountAsync(attempt, isRight, ct) is { } meanwhile ? Refusal(attempt, meanwhile) : isRight;
    }

    /// <summary>For how long the key of an attempt is still blocked; null when it is not.</summary>
    internal TimeSpan? WaitOf(Attempt attempt) => _failures.IsEmpty ? null : _failures.WaitOf(attempt.Key);

    private OAuthError? Blocked(Attempt attempt) => WaitOf(attempt) is { } wait ? Refusal(attempt, wait) : null;

    // Of parallel attempts, only those completed before the key was blocked are counted, right ones too: otherwise an attacker could try
    // many secrets at the same time.
    private ValueTask<TimeSpan?> CountAsync(Attempt attempt, bool isRight, CancellationToken ct) =>
        isRight ? SucceedAsync(attempt, ct) : FailAsync(attempt, ct);

    private async ValueTask<TimeSpan?> FailAsync(Attempt attempt, CancellationToken ct)
    {
        var key = attempt.Key;
        // On this node first: a store that fails must not make attempts free.
        if (_failures.Fail(key) is { } wait) return wait;
        if (attempt.Store is null) return null;
        var now = _failures.Now;
        _failures.Raise(key, await attempt.Store.AddFailureAsync(key.ToString(), now, FailureCounts.ForgetAt(now), ct));
        return null;
    }

    private async ValueTask<TimeSpan?> SucceedAsync(Attempt attempt, CancellationToken ct)
    {
        var key = attempt.Key;
        if (!attempt.ClearsCount) return _failures.WaitOf(key);
        if (_failures.Succeed(key, out var cleared) is { } wait) return wait;
        if (cleared && attempt.Store is not null) await attempt.Store.ClearFailuresAsync(key.ToString(), ct);
        return null;
    }

    // 429 for a right secret as for a wrong one.
    private static OAuthError Refusal(Attempt attempt, TimeSpan wait) =>
        OAuthError.TemporarilyUnavailable("Too many attempts failed. Try again later.", wait, TooManyRequests, attempt.Rule);
}
