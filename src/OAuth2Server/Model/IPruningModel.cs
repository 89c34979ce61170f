namespace OAuth2Server;

/// <summary>Optional: a model whose expired records can be removed.</summary>
public interface IPruningModel
{
    /// <summary>Removes what nobody can use and nobody need recognise any more, a batch at a time.</summary>
    /// <param name="now">The time, UTC: what expired until then goes.</param>
    /// <param name="atMost">How many records to remove in this call, so that it stays short.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>How many were removed; fewer than <paramref name="atMost"/> means that nothing is left.</returns>
    ValueTask<int> PruneAsync(DateTimeOffset now, int atMost, CancellationToken ct);
}
