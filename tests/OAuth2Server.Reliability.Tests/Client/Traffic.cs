using System.Net.Sockets;
using System.Security.Cryptography;

namespace OAuth2Server.Reliability.Tests;

/// <summary>Everybody works at once until, after so many steps, the server is killed in the middle of it.</summary>
internal sealed class Traffic(HostProcess host, int steps, CancellationToken ct)
{
    private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _done;
    private volatile bool _killed;

    /// <summary>Runs it to the server's end.</summary>
    /// <returns>How many steps were answered.</returns>
    internal async Task<int> RunAsync(IReadOnlyList<Worker> workers)
    {
        var work = Task.WhenAll(workers.Select(WorkAsync));
        await Task.WhenAny(_enough.Task, work);
        // Anywhere inside the next requests, not always at the same place of one.
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
