using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace OAuth2Server.Host.Tests;

/// <summary>A proxy for a TCP server. A test can cut the connections and restore the proxy.</summary>
internal sealed class CuttableProxy : IAsyncDisposable
{
    private readonly (string Host, int Port) _target;
    private readonly ConcurrentBag<TcpClient> _open = [];
    private TcpListener _listener;
    private Task _accepting;

    internal CuttableProxy(string host, int port)
    {
        _target = (host, port);
        (_listener, _accepting) = Listen(0);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
    }

    internal int Port { get; }

    /// <summary>Ends every connection and accepts no new one.</summary>
    internal async Task CutAsync()
    {
        _listener.Stop();
        await _accepting;
        while (_open.TryTake(out var client)) client.Dispose();
    }

    internal void Mend() => (_listener, _accepting) = Listen(Port);

    public async ValueTask DisposeAsync() => await CutAsync();

    private (TcpListener Listener, Task Accepting) Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        return (listener, AcceptAsync(listener));
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true) _ = JoinAsync(await listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test cut the proxy.
        }
    }

    private async Task JoinAsync(TcpClient caller)
    {
        var server = new TcpClient();
        _open.Add(caller);
        _open.Add(server);
        try
        {
            await server.ConnectAsync(_target.Host, _target.Port);
            await Task.WhenAny(caller.GetStream().CopyToAsync(server.GetStream()), server.GetStream().CopyToAsync(caller.GetStream()));
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test cut the connection.
        }
        finally
        {
            caller.Dispose();
            server.Dispose();
        }
    }
}
