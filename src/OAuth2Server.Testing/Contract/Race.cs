using System.Diagnostics;

namespace OAuth2Server.Testing;

/// <summary>Starts callers at the same moment.</summary>
internal static class Race
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(2);

    /// <summary>Runs a number of rounds at least, and more until the time is over.</summary>
    public static async Task RoundsAsync(int atLeast, TimeSpan time, Func<Task> round)
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < atLeast || (i < 50 * atLeast && watch.Elapsed < time); i++) await round();
    }

    /// <summary>Calls once for each caller, with a model of its own, all started together.</summary>
    public static async Task<T[]> TogetherAsync<T>(Store store, int callers, Func<Caller, int, Task<T>> call)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var abreast = Math.Min(callers, Environment.ProcessorCount);
        var arrived = 0;
        var open = new List<Caller>();
        try
        {
            for (var i = 0; i < callers; i++) open.Add(await store.CallerAsync());
            var running = open.Select((caller, i) => Task.Run(async () =>
            {
                await gate.Task;
                // The first callers wait until every processor has one: only parallel callers meet a gap of nanoseconds.
                if (Interlocked.Increment(ref arrived) <= abreast) WaitFor(() => Volatile.Read(ref arrived) >= abreast);
                return await call(caller, i);
            })).ToArray();
            gate.SetResult();
            return await Task.WhenAll(running);
        }
        finally
        {
            foreach (var caller in open) await caller.DisposeAsync();
        }
    }

    private static void WaitFor(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition() && watch.Elapsed < Longest) Thread.SpinWait(10);
    }
}
