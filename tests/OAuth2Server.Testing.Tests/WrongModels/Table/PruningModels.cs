namespace OAuth2Server.Testing.Tests;

/// <summary>Prunes by the clock of the store.</summary>
internal sealed class PrunesByItsOwnClock(InMemoryModel inner, TimeProvider clock) : AlteredModel(inner)
{
    public override ValueTask<int> PruneAsync(DateTimeOffset now, int atMost, CancellationToken ct) =>
        base.PruneAsync(clock.GetUtcNow(), atMost, ct);
}

/// <summary>Prunes so many several times, as from one table after the other.</summary>
internal sealed class PrunesAtMostFromEachTable(InMemoryModel inner, int tables) : AlteredModel(inner)
{
    public override async ValueTask<int> PruneAsync(DateTimeOffset now, int atMost, CancellationToken ct)
    {
        var removed = 0;
        for (var i = 0; i < tables; i++) removed += await base.PruneAsync(now, atMost, ct);
        return removed;
    }
}

/// <summary>Gives another number than that of the removed records.</summary>
internal sealed class CountsOtherRecords(InMemoryModel inner, Func<int, int> count) : AlteredModel(inner)
{
    public override async ValueTask<int> PruneAsync(DateTimeOffset now, int atMost, CancellationToken ct) =>
        count(await base.PruneAsync(now, atMost, ct));
}

/// <summary>Prunes a fixed number, not the number that it gets.</summary>
internal sealed class PrunesAFixedNumber(InMemoryModel inner, int number) : AlteredModel(inner)
{
    public override ValueTask<int> PruneAsync(DateTimeOffset now, int atMost, CancellationToken ct) => base.PruneAsync(now, number, ct);
}
