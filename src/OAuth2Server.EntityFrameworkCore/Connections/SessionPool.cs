namespace OAuth2Server.EntityFrameworkCore;

/// <summary>Unused sessions of one database. The one that was used last is taken first, so that the others become idle and are
/// closed.</summary>
/// <param name="keep">How many unused sessions are kept; further ones are closed.</param>
internal sealed class SessionPool<TSession>(int keep) where TSession : DatabaseSession
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;

    private readonly Lock _lock = new();
    private readonly List<TSession> _unused = [];
    private ITimer? _timer;
    private int _generation;

    // The fewest sessions that were unused at one time since the last sweep: as many, at the start of the list, were not needed.
    private int _idle;
    private bool _sweeps;

    /// <summary>Takes a session out.</summary>
    /// <param name="generation">What a session that the caller opens must be marked with.</param>
    /// <returns>Null when there is none: then the caller opens one.</returns>
    internal TSession? Take(out int generation)
    {
        lock (_lock)
        {
            generation = _generation;
            if (_unused.Count == 0) return null;
            var session = _unused[^1];
            _unused.RemoveAt(_unused.Count - 1);
            _idle = Math.Min(_idle, _unused.Count);
            return session;
        }
    }

    /// <summary>Takes a session back that works.</summary>
    internal void Return(TSession session)
    {
        lock (_lock)
        {
            if (session.Generation == _generation && _unused.Count < keep)
            {
                _unused.Add(session);
                SweepLater();
                return;
            }
        }
        session.Dispose();
    }

    /// <summary>Closes the unused sessions; one that is in use is closed when it returns.</summary>
    internal void Clear()
    {
        TSession[] closing;
        lock (_lock)
        {
            _generation++;
            (closing, _idle) = ([.. _unused], 0);
            _unused.Clear();
        }
        foreach (var session in closing) session.Dispose();
    }

    private void SweepLater()
    {
        if (_sweeps) return;
        _sweeps = true;
        _timer ??= TimeProvider.System.CreateTimer(static pool => ((SessionPool<TSession>)pool!).Sweep(), this, Never, Never);
        _timer.Change(SweepInterval, Never);
    }

    private void Sweep()
    {
        TSession[] closing;
        lock (_lock)
        {
            closing = [.. _unused[.._idle]];
            _unused.RemoveRange(0, _idle);
            _idle = _unused.Count;
            _sweeps = false;
            if (_unused.Count > 0) SweepLater();
        }
        foreach (var session in closing) session.Dispose();
    }
}
