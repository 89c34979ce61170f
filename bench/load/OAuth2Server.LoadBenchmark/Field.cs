namespace OAuth2Server.LoadBenchmark;

/// <summary>All servers that run. Disposing it stops what it started.</summary>
internal sealed class Field : IAsyncDisposable
{
    private readonly List<Server> _servers = [];

    internal IReadOnlyList<Server> Servers => _servers;

    internal async Task StartAsync(Contender contender, string core)
    {
        _servers.Add(await Server.StartAsync(contender, core));
        await Console.Error.WriteLineAsync($"{contender.Name} runs");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers) await server.DisposeAsync();
    }
}
