using System.Collections.Concurrent;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>One writer at a time for each SQLite file in this process: writers queue here, in order, where SQLite would make them poll and give up.</summary>
internal static class SqliteWriter
{
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Gates = new(StringComparer.Ordinal);

    internal static async Task<IDisposable> TurnAsync(string file, CancellationToken ct)
    {
        var gate = Gates.GetOrAdd(file, _ => new(1, 1));
        await gate.WaitAsync(ct);
        return new Turn(gate);
    }

    private sealed class Turn(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
