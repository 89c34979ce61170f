using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace OAuth2Server.Tests.Support;

/// <summary>Keeps everything that is logged, at every level: the text, each structured value, exceptions and scopes.</summary>
public sealed class CapturedLog : ILoggerFactory
{
    private readonly ConcurrentQueue<string> _everything = new();
    private readonly ConcurrentQueue<(LogLevel Level, string Event)> _events = new();

    public IReadOnlyCollection<string> Everything => _everything;

    public IReadOnlyCollection<(LogLevel Level, string Event)> Events => _events;

    public ILogger CreateLogger(string categoryName) => new Capture(this);

    public ILogger<T> For<T>() => new Logger<T>(this);

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    private void Keep(object? value)
    {
        if (value is IEnumerable<KeyValuePair<string, object?>> values)
        {
            foreach (var (name, inner) in values) _everything.Enqueue($"{name}={inner}");
        }
        _everything.Enqueue(value?.ToString() ?? "");
    }

    private sealed class Capture(CapturedLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            log.Keep(state);
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            log._events.Enqueue((logLevel, eventId.Name ?? ""));
            log.Keep(state);
            log.Keep(formatter(state, exception));
            log.Keep(exception);
        }
    }
}
