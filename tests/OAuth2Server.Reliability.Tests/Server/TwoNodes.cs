namespace OAuth2Server.Reliability.Tests;

/// <summary>Two servers on one store. They start at the same time, when the store is empty.</summary>
internal sealed class TwoNodes : IAsyncDisposable
{
    private readonly HostProcess[] _hosts;

    private TwoNodes(TestStore store, HostProcess[] hosts)
    {
        Store = store;
        _hosts = hosts;
    }

    internal TestStore Store { get; }

    internal HttpClient One => _hosts[0].Http;

    internal HttpClient Other => _hosts[1].Http;

    internal static async Task<TwoNodes> StartAsync(TestStore store, CancellationToken ct)
    {
        var starting = new[] { HostProcess.StartAsync(store.ConfigFile, ct), HostProcess.StartAsync(store.ConfigFile, ct) };
        try
        {
            return new(store, await Task.WhenAll(starting));
        }
        catch
        {
            foreach (var start in starting.Where(start => start.IsCompletedSuccessfully)) await (await start).DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends one request from many callers in parallel, half of them to each server.</summary>
    internal Task<TokenAnswer[]> SendInParallelAsync(int callers, Func<HttpClient, Task<TokenAnswer>> send) =>
        Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => send(caller % 2 == 0 ? One : Other))));

    internal void AttachLogs()
    {
        _hosts[0].AttachLog($"first host on {Store.Name}");
        _hosts[1].AttachLog($"second host on {Store.Name}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts) await host.DisposeAsync();
    }
}
