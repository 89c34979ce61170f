namespace OAuth2Server.EntityFrameworkCore;

/// <summary>Writes to one SQLite database. Writes that wait at the same time are committed together, so that they share one wait for
/// the disk.</summary>
/// <remarks>The caller that finds no writer at work does the first batch itself; the thread pool does the following ones.</remarks>
internal sealed class SqliteWriter(Func<SqliteSession> open)
{
    private const int BatchSize = 64;

    private readonly SessionPool<SqliteSession> _sessions = new(keep: 1);
    private readonly Queue<PendingWrite> _waiting = new();
    private bool _works;

    /// <summary>Runs a write.</summary>
    /// <returns>How many rows each part changed, after the commit.</returns>
    internal async ValueTask<int[]> RunAsync(Call call, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var write = new PendingWrite(call, ct);
        if (IsFirst(write)) _ = WorkAsync();
        if (write.Task.IsCompleted || !ct.CanBeCanceled) return await write.Task;

        await using var registration = ct.UnsafeRegister(static write => ((PendingWrite)write!).Cancel(), write);
        return await write.Task;
    }

    /// <summary>Closes the connection when it is not in use.</summary>
    internal void Clear() => _sessions.Clear();

    private bool IsFirst(PendingWrite write)
    {
        lock (_waiting)
        {
            _waiting.Enqueue(write);
            return !_works && (_works = true);
        }
    }

    private async Task WorkAsync()
    {
        await WriteBatchAsync();
        lock (_waiting)
        {
            _works = _waiting.Count > 0;
            if (!_works) return;
        }
        ThreadPool.UnsafeQueueUserWorkItem(static writer => _ = writer.WorkAsync(), this, preferLocal: false);
    }

    private async Task WriteBatchAsync()
    {
        List<PendingWrite>? batch = null;
        SqliteSession? session = null;
        try
        {
            session = _sessions.Take(out var generation) ?? Open(generation);
            using (await SqliteTurn.TakeAsync(session.File, CancellationToken.None))
            {
                batch = TakeBatch();
                Write(session, batch);
            }
            _sessions.Return(session);
            foreach (var write in batch) write.Complete();
        }
        catch (Exception e)
        {
            // The connection could not be opened, or the batch not be committed: every caller in it gets the database's error.
            session?.Dispose();
            foreach (var write in batch ?? TakeBatch()) write.TrySetException(e);
        }
    }

    private static void Write(SqliteSession session, List<PendingWrite> batch)
    {
        if (batch.Count > 1) session.Write(batch);
        else if (batch.Count == 1) batch[0].Changed = session.Write(batch[0].Call);
    }

    private List<PendingWrite> TakeBatch()
    {
        var batch = new List<PendingWrite>();
        lock (_waiting)
        {
            while (batch.Count < BatchSize && _waiting.TryDequeue(out var write))
            {
                if (write.TryStart()) batch.Add(write);
            }
        }
        return batch;
    }

    private SqliteSession Open(int generation)
    {
        var session = open();
        session.Generation = generation;
        return session;
    }
}
