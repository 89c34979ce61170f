namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The connections that this package keeps to one SQLite file: one for writes, and some for queries, which wait for no writer
/// when the log is written ahead.</summary>
internal sealed class SqliteDatabase : IPooledExecutor
{
    private readonly SessionPool<SqliteSession> _readers = new(keep: 16);
    private readonly SqliteWriter _writer;
    private readonly Func<SqliteSession> _open;

    internal SqliteDatabase(string connectionString, string? settings)
    {
        _open = () => new(connectionString, settings);
        _writer = new(_open);
    }

    public ValueTask<int[]> RunAsync(Call call, CancellationToken ct)
    {
        if (call.Statement.Writes) return _writer.RunAsync(call, ct);
        return ct.IsCancellationRequested ? ValueTask.FromCanceled<int[]>(ct) : new(Query(call));
    }

    public void Clear()
    {
        _readers.Clear();
        _writer.Clear();
    }

    private int[] Query(Call call)
    {
        var session = _readers.Take(out var generation);
        if (session is null)
        {
            session = _open();
            session.Generation = generation;
        }
        int[] changed;
        try
        {
            changed = session.Run(call);
        }
        catch
        {
            session.Dispose();
            throw;
        }
        _readers.Return(session);
        return changed;
    }
}
