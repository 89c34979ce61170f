namespace OAuth2Server.Jwt;

/// <summary>A value that another server publishes: it is fetched when it is needed first, again when it is old, and once more when
/// something is missing in it.</summary>
/// <remarks>Requests that need it at the same time wait for one fetch. A fetch belongs to none of them: a request that is cancelled does
/// not cancel it. Attempts have a least distance, so that no flood of requests becomes a flood of fetches. When a fetch fails, the old
/// value is used for <see cref="Spare"/> longer.</remarks>
/// <typeparam name="T">The type of the value.</typeparam>
/// <param name="fetch">Fetches the value and tells how long it is fresh; null when that failed, which it has logged.</param>
/// <param name="clock">The clock.</param>
internal sealed class Refreshed<T>(Func<CancellationToken, Task<(T Value, TimeSpan FreshFor)?>> fetch, TimeProvider clock) where T : class
{
    /// <summary>The least time between two fetches of which the first one succeeded.</summary>
    internal static readonly TimeSpan Distance = TimeSpan.FromSeconds(10);

    /// <summary>The least time between two fetches of which the first one failed.</summary>
    internal static readonly TimeSpan DistanceAfterFailure = TimeSpan.FromSeconds(5);

    /// <summary>The time that an old value is used while a new one cannot be fetched.</summary>
    internal static readonly TimeSpan Spare = TimeSpan.FromHours(1);

    // Within this time the old value is used while a new one is fetched; after it requests wait for the new one.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private Held? _held;
    private Task? _running;
    private DateTimeOffset _nextAttempt = DateTimeOffset.MinValue;

    /// <summary>Gets the value.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="state">What <paramref name="isEnough"/> looks for.</param>
    /// <param name="isEnough">Whether the value has what the request needs; if not, it is fetched again.</param>
    /// <param name="ct">Ends the waiting, not the fetch.</param>
    /// <param name="admit">Asked before a fetch is started: null refuses it, an action is called at its end. It is not asked by a request
    /// that waits for the fetch of another one.</param>
    /// <returns>The newest value, with or without what is looked for; null when there is none that may be used.</returns>
    internal ValueTask<T?> GetAsync<TState>(
        TState state, Func<T, TState, bool> isEnough, CancellationToken ct, Func<Action?>? admit = null)
    {
        var now = clock.GetUtcNow();
        if (_held is { } held && now < held.FreshUntil + Spare && isEnough(held.Value, state))
        {
            if (now < held.FreshUntil) return new(held.Value);
            var refresh = StartOrJoin(now, admit);
            if (refresh is null || now < held.FreshUntil + Grace) return new(held.Value);
            return WaitAsync(refresh, ct);
        }
        return StartOrJoin(now, admit) is { } fetching ? WaitAsync(fetching, ct) : new(Usable(now));
    }

    /// <summary>The newest value, however old it is; null when there is none.</summary>
    internal T? Last => _held?.Value;

    /// <summary>Makes the value old, so that it is fetched again.</summary>
    internal void Expire()
    {
        lock (_lock)
        {
            if (_held is { } held && held.FreshUntil > clock.GetUtcNow()) _held = held with { FreshUntil = clock.GetUtcNow() };
        }
    }

    /// <summary>How long a request without a value should wait.</summary>
    internal TimeSpan RetryAfter
    {
        get
        {
            lock (_lock)
            {
                var wait = _nextAttempt - clock.GetUtcNow();
                return wait > TimeSpan.FromSeconds(1) ? wait : TimeSpan.FromSeconds(1);
            }
        }
    }

    private async ValueTask<T?> WaitAsync(Task refresh, CancellationToken ct)
    {
        await refresh.WaitAsync(ct);
        return Usable(clock.GetUtcNow());
    }

    private T? Usable(DateTimeOffset now) => _held is { } held && now < held.FreshUntil + Spare ? held.Value : null;

    private Task? StartOrJoin(DateTimeOffset now, Func<Action?>? admit)
    {
        lock (_lock)
        {
            if (_running is not null) return _running;
            if (now < _nextAttempt) return null;
            Action? ended = null;
            if (admit is not null && (ended = admit()) is null) return null;
            // Without the context of the request: its activity and its locals end before the fetch does.
            using (ExecutionContext.SuppressFlow()) return _running = Task.Run(() => RefreshAsync(ended));
        }
    }

    private async Task RefreshAsync(Action? ended)
    {
        (T Value, TimeSpan FreshFor)? fetched = null;
        try
        {
            fetched = await fetch(CancellationToken.None);
        }
        finally
        {
            lock (_lock)
            {
                var now = clock.GetUtcNow();
                if (fetched is { } got) _held = new(got.Value, now + got.FreshFor);
                _nextAttempt = now + (fetched is null ? DistanceAfterFailure : Distance);
                _running = null;
            }
            ended?.Invoke();
        }
    }

    private sealed record Held(T Value, DateTimeOffset FreshUntil);
}
