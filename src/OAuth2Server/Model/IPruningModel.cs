namespace OAuth2Server;

/// <summary>Optional: a model whose expired records can be removed.</summary>
public interface IPruningModel
{
    /// <summary>Removes, in batches, records that no request can use and that the server need not recognise any more, and clears
    /// replays whose <see cref="Replay.Until"/> has come.</summary>
    /// <param name="now">The time, UTC: records that are expired at this time are removed.</param>
    /// <param name="atMost">The largest number of records to remove in this call, so that the call stays short.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>The number of removed records; fewer than <paramref name="atMost"/> means that there is nothing left to remove.</returns>
    ValueTask<int> PruneAsync(DateTimeOffset now, int atMost, CancellationToken ct);
}
