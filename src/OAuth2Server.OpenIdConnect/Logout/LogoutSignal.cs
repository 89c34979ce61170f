namespace OAuth2Server.OpenIdConnect;

/// <summary>Starts the work on ended sessions soon: call <see cref="Wake"/> after a session was ended. Without a call, and for sessions
/// that another node ended, the work starts at the next look into the store, a few seconds later.</summary>
public sealed class LogoutSignal
{
    private TaskCompletionSource _woken = New();

    /// <summary>Says that there may be work.</summary>
    public void Wake() => Volatile.Read(ref _woken).TrySetResult();

    /// <summary>Waits for a <see cref="Wake"/>, for a time at the most. There is one caller.</summary>
    /// <param name="atMost">The longest time to wait.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="ct">Stops the wait.</param>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider clock, CancellationToken ct)
    {
        var woken = Volatile.Read(ref _woken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(woken.Task, Task.Delay(atMost, clock, stop.Token));
        await stop.CancelAsync();
        ct.ThrowIfCancellationRequested();
        // A call from now on is about the next wait; what a call before was about is in the store already.
        if (woken.Task.IsCompleted) Volatile.Write(ref _woken, New());
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
