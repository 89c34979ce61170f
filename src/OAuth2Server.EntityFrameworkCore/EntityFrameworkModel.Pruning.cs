namespace OAuth2Server.EntityFrameworkCore;

/// <content>Pruning.</content>
public partial class EntityFrameworkModel<TContext>
{
    /// <inheritdoc/>
    public async ValueTask<int> PruneAsync(DateTimeOffset now, int atMost, CancellationToken ct)
    {
        await _store.ExecuteAsync(_store.Sql.Revocations.Settle, new Arguments().Add(now.UtcTicks).Add((long)atMost), ct);
        var removed = 0;
        foreach (var statement in _store.Sql.PruneInOrder)
        {
            if (removed >= atMost) break;
            removed += (await _store.ExecuteAsync(statement, new Arguments().Add(now.UtcTicks).Add((long)(atMost - removed)), ct))[0];
        }
        return removed;
    }
}
