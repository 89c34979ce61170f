using System.Net.Sockets;
using System.Security.Cryptography;

namespace OAuth2Server.Reliability.Tests;

/// <summary>All workers run in parallel. After a number of steps the server is killed while they run.</summary>
internal sealed class Traffic(HostProcess host, int steps, CancellationToken ct)
{
    private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _done;
    private volatile bool _killed;

    /// <summary>Runs the workers until the server is killed.</summary>
    /// <returns>The number of steps that were answered.</returns>
    internal async Task<int> RunAsync(IReadOnlyList<Worker> workers)
    {
        var work = Task.WhenAll(workers.Select(WorkAsync));
        await Task.WhenAny(_enough.Task, work);
        // The kill comes at a random moment of the next requests.
        await Task.Delay(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(0, 20)), ct);
        _killed = true;
        await host.KillAsync();
        await work;
        return _done;
    }

    private async Task WorkAsync(Worker worker)
    {
        while (!_killed)
        {
            try
            {
                await worker.StepAsync(host.Http, ct);
                if (Interlocked.Increment(ref _done) == steps) _enough.TrySetResult();
            }
            catch (Exception e) when (_killed && e is HttpRequestException or IOException or SocketException)
            {
                return;
            }
        }
    }
}
