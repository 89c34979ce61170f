using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace OAuth2Server.Jwt.Tests.Keys;

/// <summary>The lines that the keys log, with the text of exceptions.</summary>
internal sealed class CapturedLog : ILogger<SigningKeys>
{
    internal ConcurrentQueue<string> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue($"{logLevel} {eventId.Name}: {formatter(state, exception)} {exception}".TrimEnd());
}
