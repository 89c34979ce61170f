namespace OAuth2Server;

/// <content>Expired records and sessions, and sealed answers that are no longer repeated.</content>
public partial class InMemoryModel : IPruningModel
{
    // Both are used inside the table's gate. After a replay's time is over, neither holds anything of it.
    private readonly PriorityQueue<(SecretHash Consumed, SecretHash? Successor), long> _replays = new();
    private readonly Dictionary<SecretHash, SecretHash> _replayBefore = [];

    /// <inheritdoc/>
    /// <remarks>Optional here: saving a record removes the expired ones. A cleared <see cref="Credential.Replay"/> is counted.</remarks>
    public ValueTask<int> PruneAsync(DateTimeOffset now, int atMost, CancellationToken ct)
    {
        lock (_records.Gate)
        {
            var removed = ClearReplays(now, atMost);
            removed += _records.RemoveExpired(now, atMost - removed);
            removed += _sessions.RemoveExpired(now, atMost - removed);
            return new(removed + _replayed.RemoveExpired(now, atMost - removed));
        }
    }

    /// <summary>Remembers to clear a replay when its successor is consumed, or when its time is over before that.</summary>
    private void ClearLater(SecretHash consumed, DateTimeOffset until, SecretHash? successor)
    {
        ClearReplays(_clock.GetUtcNow(), int.MaxValue);
        _replays.Enqueue((consumed, successor), until.UtcTicks);
        if (successor is { } next) _replayBefore[next] = consumed;
    }

    /// <summary>Clears the replay that holds a refresh token which is consumed now: the client has received that answer.</summary>
    /// <remarks>If replays stayed, an attacker with the store and an old refresh token could open one answer after the other.</remarks>
    private void ClearReplayBefore(SecretHash successor)
    {
        if (_replayBefore.Remove(successor, out var consumed)) ClearReplay(consumed);
    }

    private int ClearReplays(DateTimeOffset now, int atMost)
    {
        var cleared = 0;
        while (cleared < atMost && _replays.TryPeek(out var due, out var until) && until <= now.UtcTicks)
        {
            _replays.Dequeue();
            if (due.Successor is { } successor) _replayBefore.Remove(successor);
            if (ClearReplay(due.Consumed)) cleared++;
        }
        return cleared;
    }

    private bool ClearReplay(SecretHash consumed) =>
        _records.Replace<Credential>(consumed, found => found.Replay is null ? null : found with { Replay = null });
}
