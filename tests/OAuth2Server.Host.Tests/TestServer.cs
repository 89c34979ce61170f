using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace OAuth2Server.Host.Tests;

/// <summary>The host in this process, on Kestrel and a free loopback port, with a fake clock. Its log is kept.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestServer(WebApplication app, FakeTimeProvider clock, LogSink log)
    {
        (_app, Clock, Log) = (app, clock, log);
        Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
    }

    internal string Address { get; }

    internal FakeTimeProvider Clock { get; }

    internal LogSink Log { get; }

    internal IServiceProvider Services => _app.Services;

    /// <param name="change">Changes the configuration.</param>
    /// <param name="services">Adds services before the host's own.</param>
    /// <param name="clock">A clock that several servers share.</param>
    internal static async Task<TestServer> StartAsync(
        Action<JsonObject>? change = null, Action<IServiceCollection>? services = null, FakeTimeProvider? clock = null)
    {
        var configuration = TestConfiguration.Create();
        change?.Invoke(configuration);
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllTextAsync(file, configuration.ToJsonString(), TestContext.Current.CancellationToken);
        try
        {
            clock ??= new FakeTimeProvider(TimeProvider.System.GetUtcNow());
            var log = new LogSink();
            var app = await HostApplication.StartAsync(new(file, "http://127.0.0.1:0"), builder =>
            {
                builder.Configuration.AddInMemoryCollection(
                [
                    new("Logging:LogLevel:Default", "Trace"),
                    new("Logging:LogLevel:Microsoft.AspNetCore", "Trace"),
                    new("Logging:Console:LogLevel:Default", "None"),
                ]);
                builder.Logging.AddProvider(log);
                builder.Services.AddSingleton<TimeProvider>(clock);
                builder.Services.PostConfigure<PasswordHasherOptions>(options => options.IterationCount = 1000);
                services?.Invoke(builder.Services);
            }, cancel: TestContext.Current.CancellationToken);
            return new(app, clock, log);
        }
        finally
        {
            File.Delete(file);
        }
    }

    internal Browser NewBrowser() => new(Address);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

/// <summary>All log lines, at every level, with scopes and exceptions.</summary>
internal sealed class LogSink : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<string> _lines = new();
    private IExternalScopeProvider? _scopes;

    internal string Text => string.Join('\n', _lines);

    public ILogger CreateLogger(string categoryName) => new Sink(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private sealed class Sink(LogSink all, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => all._scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var pairs = state as IEnumerable<KeyValuePair<string, object?>> ?? [];
            var values = string.Join(' ', pairs.Select(p => $"{p.Key}={p.Value}"));
            all._lines.Enqueue($"{logLevel} {category} {formatter(state, exception)} {values} {exception}");
            all._scopes?.ForEachScope((scope, _) => all._lines.Enqueue($"  {scope}"), 0);
        }
    }
}
