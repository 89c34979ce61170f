namespace OAuth2Server;

/// <summary>Limits how many passwords are verified at the same time; a few more wait. Hashing is slow on purpose: a flood of sign-ins must
/// not take every processor from the token requests.</summary>
/// <remarks>The networks take turns, each with its oldest attempt. When no place is free, the network with the most waiting attempts loses
/// its newest to a network with fewer, so that one network cannot keep the others out.</remarks>
internal sealed class PasswordTurns(int atOnce, int waiting)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Line> _lines = new();
    private int _running;
    private int _waiting;

    /// <summary>Waits for a turn; false when too many wait already. After true, call <see cref="End"/>.</summary>
    internal ValueTask<bool> TakeAsync(Network from, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        Place? place;
        lock (_gate)
        {
            if (_running < atOnce)
            {
                _running++;
                return new(true);
            }
            place = Enter(from);
        }
        return place is null ? new(false) : WaitAsync(place, ct);
    }

    /// <summary>Gives the turn to the next network.</summary>
    internal void End()
    {
        lock (_gate)
        {
            if (_lines.First is not { Value: var line })
            {
                _running--;
                return;
            }
            var next = line.Places.First!.Value;
            Leave(next);
            // To the end, behind the networks that wait for theirs.
            if (line.Node.List is not null)
            {
                _lines.Remove(line.Node);
                _lines.AddLast(line.Node);
            }
            next.Turn.TrySetResult(true);
        }
    }

    private async ValueTask<bool> WaitAsync(Place place, CancellationToken ct)
    {
        await using var registration = ct.UnsafeRegister(_ =>
        {
            lock (_gate)
            {
                // A turn that was given already is ended by its caller.
                if (place.Node.List is null) return;
                Leave(place);
                place.Turn.TrySetCanceled(ct);
            }
        }, null);
        return await place.Turn.Task;
    }

    private Place? Enter(Network from)
    {
        var line = _lines.FirstOrDefault(line => line.From == from);
        if (_waiting == waiting && !MakeRoom(line?.Places.Count ?? 0)) return null;
        if (line is null)
        {
            line = new(from);
            _lines.AddLast(line.Node);
        }
        var place = new Place(line);
        line.Places.AddLast(place.Node);
        _waiting++;
        return place;
    }

    // Only where the other network still has as many attempts as this one afterwards: otherwise the two would push each other out.
    private bool MakeRoom(int own)
    {
        if (_lines.MaxBy(line => line.Places.Count) is not { } longest || longest.Places.Count <= own + 1) return false;
        var last = longest.Places.Last!.Value;
        Leave(last);
        last.Turn.TrySetResult(false);
        return true;
    }

    private void Leave(Place place)
    {
        place.Line.Places.Remove(place.Node);
        if (place.Line.Places.Count == 0) _lines.Remove(place.Line.Node);
        _waiting--;
    }

    /// <summary>The waiting attempts of one network, the oldest first.</summary>
    private sealed class Line
    {
        internal Line(Network from) => (From, Node) = (from, new(this));

        internal Network From { get; }

        internal LinkedListNode<Line> Node { get; }

        internal LinkedList<Place> Places { get; } = new();
    }

    /// <summary>A waiting attempt.</summary>
    private sealed class Place
    {
        internal Place(Line line) => (Line, Node) = (line, new(this));

        internal Line Line { get; }

        internal LinkedListNode<Place> Node { get; }

        /// <summary>True when it may run, false when it must go.</summary>
        internal TaskCompletionSource<bool> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
