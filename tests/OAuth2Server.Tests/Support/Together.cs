namespace OAuth2Server.Tests.Support;

/// <summary>Starts many callers at the same moment.</summary>
public static class Together
{
    /// <summary>Each caller has a thread of its own and waits until all are there.</summary>
    public static T[] Run<T>(int callers, Func<int, Task<T>> call)
    {
        var results = new T[callers];
        var failures = new Exception?[callers];
        using var gate = new Barrier(callers);
        var threads = Enumerable.Range(0, callers).Select(i => new Thread(() =>
        {
            gate.SignalAndWait();
            try
            {
                results[i] = call(i).GetAwaiter().GetResult();
            }
            catch (Exception e)
            {
                failures[i] = e;
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        return failures.FirstOrDefault(f => f is not null) is { } failure
            ? throw new InvalidOperationException("A caller failed.", failure)
            : results;
    }
}
