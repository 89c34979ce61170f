using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OAuth2Server.Jwt.Tests.Clients;

/// <summary>The web servers of clients, on Kestrel and a free loopback port: each path is the key set of one.</summary>
internal sealed class KeyServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _asked = new();
    private string _address = "";

    private KeyServer(WebApplication app) => _app = app;

    /// <summary>The paths that were asked for, in their order.</summary>
    internal IReadOnlyList<string> Asked => [.. _asked];

    /// <summary>Answers each request; 404 without it.</summary>
    internal Func<HttpContext, Task>? Answer { get; set; }

    /// <summary>Answers each request with this text.</summary>
    internal string Json
    {
        set => Answer = http => http.Response.WriteAsync(value);
    }

    internal static async Task<KeyServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var server = new KeyServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        server._address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return server;
    }

    internal string AddressOf(string path = "/jwks") => _address + path;

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private Task AnswerAsync(HttpContext http)
    {
        _asked.Enqueue(http.Request.Path);
        if (Answer is not null) return Answer(http);
        http.Response.StatusCode = 404;
        return Task.CompletedTask;
    }
}
