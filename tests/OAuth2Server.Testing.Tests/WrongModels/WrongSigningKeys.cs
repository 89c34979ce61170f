using System.Collections.Immutable;
using System.Diagnostics;

namespace OAuth2Server.Testing.Tests;

/// <summary>Replaces the ring, also one that another node saved meanwhile.</summary>
internal sealed class OverwritesTheRing(InMemoryModel inner) : RightModel(inner)
{
    private SigningKeyRing _ring = SigningKeyRing.Empty;

    public override ValueTask<SigningKeyRing> GetSigningKeysAsync(CancellationToken ct) => new(Volatile.Read(ref _ring));

    public override ValueTask<bool> SaveSigningKeysAsync(SigningKeyRing ring, CancellationToken ct)
    {
        Volatile.Write(ref _ring, ring);
        return new(true);
    }
}

/// <summary>Compares the version, then writes: another node may save between the two.</summary>
internal sealed class LooksThenSavesTheRing(InMemoryModel inner) : RightModel(inner)
{
    private SigningKeyRing _ring = SigningKeyRing.Empty;
    private int _between;

    public override ValueTask<SigningKeyRing> GetSigningKeysAsync(CancellationToken ct) => new(Volatile.Read(ref _ring));

    public override async ValueTask<bool> SaveSigningKeysAsync(SigningKeyRing ring, CancellationToken ct)
    {
        if (Volatile.Read(ref _ring).Version != ring.Version - 1) return false;
        // On a busy machine callers that start together may still come one after the other: this one lets another look meanwhile.
        Interlocked.Increment(ref _between);
        var watch = Stopwatch.StartNew();
        while (Volatile.Read(ref _between) < 2 && watch.ElapsedMilliseconds < 100) await Task.Yield();
        Volatile.Write(ref _ring, ring);
        Interlocked.Decrement(ref _between);
        return true;
    }
}

/// <summary>Returns false for a stale version, and has saved it all the same.</summary>
internal sealed class SavesWhatItRefuses(InMemoryModel inner) : RightModel(inner)
{
    private SigningKeyRing _ring = SigningKeyRing.Empty;

    public override ValueTask<SigningKeyRing> GetSigningKeysAsync(CancellationToken ct) => new(Volatile.Read(ref _ring));

    public override ValueTask<bool> SaveSigningKeysAsync(SigningKeyRing ring, CancellationToken ct) =>
        new(Interlocked.Exchange(ref _ring, ring).Version == ring.Version - 1);
}

/// <summary>Takes every later version, not the next one only.</summary>
internal sealed class TakesAnyLaterVersion(InMemoryModel inner) : RightModel(inner)
{
    private readonly Lock _gate = new();
    private SigningKeyRing _ring = SigningKeyRing.Empty;

    public override ValueTask<SigningKeyRing> GetSigningKeysAsync(CancellationToken ct)
    {
        lock (_gate) return new(_ring);
    }

    public override ValueTask<bool> SaveSigningKeysAsync(SigningKeyRing ring, CancellationToken ct)
    {
        lock (_gate)
        {
            if (ring.Version <= _ring.Version) return new(false);
            _ring = ring;
            return new(true);
        }
    }
}

/// <summary>Recognises its own save by the content: the equal ring of another caller is taken for it.</summary>
internal sealed class TakesAnEqualRingForItsOwn(InMemoryModel inner) : RightModel(inner)
{
    public override async ValueTask<bool> SaveSigningKeysAsync(SigningKeyRing ring, CancellationToken ct) =>
        await base.SaveSigningKeysAsync(ring, ct)
        || RecordText.Write(await base.GetSigningKeysAsync(ct)) == RecordText.Write(ring);
}

/// <summary>Reads the ring once and keeps it.</summary>
internal sealed class KeepsTheFirstRing(InMemoryModel inner) : RightModel(inner)
{
    private SigningKeyRing? _kept;

    public override async ValueTask<SigningKeyRing> GetSigningKeysAsync(CancellationToken ct)
    {
        var ring = await base.GetSigningKeysAsync(ct);
        return ring.Version == 0 ? ring : _kept ??= ring;
    }
}

/// <summary>Saves a ring that has lost something.</summary>
internal sealed class SavesAnotherRing(InMemoryModel inner, Func<SigningKey, SigningKey> change) : RightModel(inner)
{
    public override ValueTask<bool> SaveSigningKeysAsync(SigningKeyRing ring, CancellationToken ct) =>
        base.SaveSigningKeysAsync(ring with { Keys = [.. ring.Keys.Select(change)] }, ct);

    internal static DateTimeOffset Cut(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % 10), TimeSpan.Zero);

    internal static ImmutableArray<byte> Cut(ImmutableArray<byte> bytes) => [.. bytes.Take(2_000)];
}

/// <summary>Gives the keys in the order of their ids.</summary>
internal sealed class SortsTheKeys(InMemoryModel inner) : RightModel(inner)
{
    public override ValueTask<bool> SaveSigningKeysAsync(SigningKeyRing ring, CancellationToken ct) =>
        base.SaveSigningKeysAsync(ring with { Keys = [.. ring.Keys.OrderBy(key => key.Id, StringComparer.Ordinal)] }, ct);
}
