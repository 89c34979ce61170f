using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace OAuth2Server.Jwt.Tests.ClientIdMetadataDocument02;

/// <summary>The web server of the authors of clients, on a free loopback port: it stands for https://app.example.com and for each other
/// host.</summary>
internal sealed class DocumentServer : IAsyncDisposable
{
    internal const string Origin = "https://app.example.com";
    internal const string ClientId = Origin + "/client.json";

    private readonly WebApplication _app;
    private readonly OutboundHttp _http;
    private readonly ConcurrentQueue<string> _asked = new();

    private DocumentServer(WebApplication app, FakeTimeProvider clock)
    {
        (_app, Clock) = (app, clock);
        _http = new(new() { AllowPrivateAddressesOfSelfRegistered = true }, clock);
    }

    /// <summary>The paths that were asked for, in their order.</summary>
    internal IReadOnlyList<string> Asked => [.. _asked];

    /// <summary>Where it is on this machine.</summary>
    internal string Address { get; private set; } = "";

    internal FakeTimeProvider Clock { get; }

    /// <summary>Answers each request.</summary>
    internal Func<HttpContext, Task> Answer { get; set; } = http =>
    {
        http.Response.StatusCode = 404;
        return Task.CompletedTask;
    };

    /// <summary>The document at every path.</summary>
    internal string Json
    {
        set => Answer = http =>
        {
            http.Response.ContentType = "application/json";
            return http.Response.WriteAsync(value);
        };
    }

    /// <summary>Starts one.</summary>
    /// <param name="clock">The clock of the server that fetches; null makes one.</param>
    internal static async Task<DocumentServer> StartAsync(FakeTimeProvider? clock = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var server = new DocumentServer(app, clock ?? new(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        app.Run(http =>
        {
            server._asked.Enqueue(http.Request.Path);
            return server.Answer(http);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        server.Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return server;
    }

    /// <summary>The clients, as an authorization server with these settings finds them.</summary>
    internal ClientIdMetadataDocuments Documents(
        Action<ClientIdMetadataDocumentOptions>? configure = null, IClientIdMetadataPolicy? policy = null,
        ILogger<ClientIdMetadataDocuments>? log = null)
    {
        var options = new ClientIdMetadataDocumentOptions { Scopes = ["read", "write"] };
        configure?.Invoke(options);
        return new(_http, options, ["none", "private_key_jwt"], AddressOf, policy, Clock, log);
    }

    /// <summary>Where something of a host is on this machine; <see cref="IdOf"/> is the reverse.</summary>
    internal string AddressOf(string id) => $"{Address}{new Uri(id).AbsolutePath}?of={new Uri(id).Authority}";

    /// <summary>The client identifier that a request asks for.</summary>
    internal static string IdOf(HttpContext http) => $"https://{http.Request.Query["of"]}{http.Request.Path}";

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }
}
