namespace OAuth2Server.EntityFrameworkCore;

/// <summary>Writes to one SQLite database. Writes that wait at the same time are committed together, so that they share one wait for
/// the disk.</summary>
/// <remarks>The caller that finds no writer at work does the first batch itself; the thread pool does the following ones.</remarks>
internal sealed class SqliteWriter(Func<SqliteSession> open)
{
    private const int BatchSize = 64;

    private readonly SessionPool<SqliteSession> _sessions = new(keep: 1);
    private readonly Queue<PendingWrite> _waiting = new();

    // Of the one caller that works.
    private readonly List<PendingWrite> _batch = [];
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
        SqliteSession? session = null;
        try
        {
            session = _sessions.Take(out var generation) ?? Open(generation);
            using (await SqliteTurn.TakeAsync(session.File, CancellationToken.None))
            {
                TakeBatch();
                Write(session);
            }
            _sessions.Return(session);
            foreach (var write in _batch) write.Complete();
        }
        catch (Exception e)
        {
            // The connection could not be opened, or the batch not be committed: every caller in it gets the database's error.
            session?.Dispose();
            if (_batch.Count == 0) TakeBatch();
            foreach (var write in _batch) write.TrySetException(e);
        }
        finally
        {
            _batch.Clear();
        }
    }

    private void Write(SqliteSession session)
    {
        if (_batch.Count > 1) session.Write(_batch);
        else if (_batch.Count == 1) _batch[0].Changed = session.Write(_batch[0].Call);
    }

    private void TakeBatch()
    {
        lock (_waiting)
        {
            while (_batch.Count < BatchSize && _waiting.TryDequeue(out var write))
            {
                if (write.TryStart()) _batch.Add(write);
            }
        }
    }

    private SqliteSession Open(int generation)
    {
        var session = open();
        session.Generation = generation;
        return session;
    }
}
