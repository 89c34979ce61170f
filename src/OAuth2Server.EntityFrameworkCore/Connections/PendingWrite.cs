namespace OAuth2Server.EntityFrameworkCore;

/// <summary>A write that waits for SQLite's one writer. Its task ends when the write is committed, or has failed.</summary>
internal sealed class PendingWrite(Call call, CancellationToken ct)
    : TaskCompletionSource<int[]>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private const int Waiting = 0;
    private const int Started = 1;
    private const int Cancelled = 2;
    private int _state;

    internal Call Call => call;

    /// <summary>How many rows each part changed; null when it failed.</summary>
    internal int[]? Changed { get; set; }

    /// <summary>Why it failed; null when it did not.</summary>
    internal Exception? Failure { get; set; }

    /// <summary>Marks the write as started: from here on it is not cancelled.</summary>
    /// <returns>False when it was cancelled before.</returns>
    internal bool TryStart() => Interlocked.CompareExchange(ref _state, Started, Waiting) == Waiting;

    /// <summary>Ends the wait of a write that has not started.</summary>
    internal void Cancel()
    {
        if (Interlocked.CompareExchange(ref _state, Cancelled, Waiting) == Waiting) TrySetCanceled(ct);
    }

    /// <summary>Tells the caller how the write ended.</summary>
    internal void Complete()
    {
        if (Failure is { } failure) TrySetException(failure);
        else TrySetResult(Changed ?? []);
    }
}
