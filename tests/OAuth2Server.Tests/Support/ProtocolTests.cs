namespace OAuth2Server.Tests.Support;

/// <summary>Tests that speak to a server by wire messages alone, so that they hold over every transport.</summary>
public abstract class ProtocolTests<T> : IAsyncDisposable where T : ITransport
{
    private readonly List<TestServer> _started = [];

    /// <summary>Starts a server that differs from the usual one as told.</summary>
    protected TestServer Start(Action<Setup>? configure = null)
    {
        var setup = new Setup();
        configure?.Invoke(setup);
        var server = new TestServer(setup, T.Start(setup));
        _started.Add(server);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _started) await server.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
