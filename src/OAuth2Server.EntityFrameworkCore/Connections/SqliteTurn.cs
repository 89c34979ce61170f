using System.Collections.Concurrent;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>One writer at a time for each SQLite file in this process: writers wait here in order, where SQLite would make them poll
/// and give up.</summary>
internal static class SqliteTurn
{
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Gates = new(StringComparer.Ordinal);

    internal static async ValueTask<Turn> TakeAsync(string file, CancellationToken ct)
    {
        var gate = Gates.GetOrAdd(file, _ => new(1, 1));
        await gate.WaitAsync(ct);
        return new(gate);
    }

    internal readonly struct Turn(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate?.Release();
    }
}
