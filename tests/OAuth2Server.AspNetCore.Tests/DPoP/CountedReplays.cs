namespace OAuth2Server.AspNetCore.Tests.DPoP;

/// <summary>A store of used messages that counts its entries.</summary>
internal sealed class CountedReplays : IReplayModel
{
    private readonly InMemoryReplays _inner = new();
    private int _count;

    internal int Count => Volatile.Read(ref _count);

    public async ValueTask<bool> UseOnceAsync(SecretHash message, DateTimeOffset now, DateTimeOffset until, CancellationToken ct)
    {
        var isFirst = await _inner.UseOnceAsync(message, now, until, ct);
        if (isFirst) Interlocked.Increment(ref _count);
        return isFirst;
    }
}
