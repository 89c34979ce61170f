using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;

namespace OAuth2Server.OpenIdConnect.Tests.Logout;

/// <summary>The back-channel logout endpoints of clients, on Kestrel and a free loopback port: each path is one.</summary>
internal sealed class LogoutReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<LogoutMessage> _all = new();
    private readonly SemaphoreSlim _arrived = new(0);

    private LogoutReceiver(WebApplication app) => _app = app;

    internal string Address { get; private set; } = "";

    /// <summary>How many messages the test has read.</summary>
    internal int Read { get; private set; }

    /// <summary>Answers each message; 200 without it.</summary>
    internal Func<HttpContext, Task>? Answer { get; set; }

    internal IReadOnlyList<LogoutMessage> All => [.. _all];

    internal static async Task<LogoutReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var receiver = new LogoutReceiver(app);
        app.Run(receiver.ReceiveAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        receiver.Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return receiver;
    }

    /// <summary>The next message, in the order in which they came.</summary>
    internal async Task<LogoutMessage> NextAsync()
    {
        Assert.True(await _arrived.WaitAsync(Eventually.Longest, TestContext.Current.CancellationToken), "No logout token came.");
        return All[Read++];
    }

    /// <summary>The next message, after the server was made to look into its queue.</summary>
    internal async Task<LogoutMessage> NextAsync(TestServer server)
    {
        // Again and again: what the test waits for may be put into the queue a moment after a look.
        await Eventually.IsAsync(() =>
        {
            server.Services.GetRequiredService<LogoutSignal>().Wake();
            return Task.FromResult(All.Count > Read);
        }, "another logout token");
        return await NextAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        _arrived.Dispose();
    }

    private async Task ReceiveAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        _all.Enqueue(new(
            http.Request.Method, http.Request.Path, http.Request.ContentType, [.. form.Keys], http.Request.Headers.Cookie.ToString(),
            form["logout_token"].ToString()));
        _arrived.Release();
        if (Answer is not null) await Answer(http);
    }
}

/// <summary>What a client received.</summary>
internal sealed record LogoutMessage(
    string Method, string Path, string? ContentType, IReadOnlyList<string> Fields, string Cookie, string Text)
{
    internal JsonWebToken Token => new(Text);
}
