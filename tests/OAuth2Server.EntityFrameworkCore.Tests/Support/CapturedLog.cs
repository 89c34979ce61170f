using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>Keeps what was logged.</summary>
internal sealed class CapturedLog<T> : ILogger<T>
{
    internal ConcurrentQueue<string> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?,
        string> formatter) =>
        Lines.Enqueue($"{logLevel} {eventId.Name}: {formatter(state, exception)}");
}
