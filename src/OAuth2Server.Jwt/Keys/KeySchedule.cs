using System.Collections.Immutable;

namespace OAuth2Server.Jwt;

/// <summary>Says which ring follows a ring: it only compares times, and has no state.</summary>
/// <remarks>Every node computes the same from the same ring, up to the difference of the clocks.</remarks>
internal sealed class KeySchedule(SigningKeyOptions options)
{
    private readonly string[] _served = [.. options.Algorithms.Distinct(StringComparer.Ordinal)];

    /// <summary>How long a key is kept beyond the last expiry: clocks of nodes and of resource servers differ, and a node may sign until it
    /// has read the ring again.</summary>
    private TimeSpan Margin { get; } = TimeSpan.FromMinutes(10) + (2 * options.RefreshEvery);

    internal bool Serves(string algorithm) => Array.IndexOf(_served, algorithm) >= 0;

    /// <summary>The key of an algorithm that signs last; null when it has none.</summary>
    internal static SigningKey? Newest(ImmutableArray<SigningKey> keys, string algorithm) =>
        keys.LastOrDefault(key => key.Algorithm == algorithm);

    /// <summary>What follows the ring at a time.</summary>
    /// <param name="keys">The keys of the ring.</param>
    /// <param name="now">The time, UTC.</param>
    /// <param name="lifetime">The longest lifetime of a token.</param>
    internal KeyPlan Next(ImmutableArray<SigningKey> keys, DateTimeOffset now, TimeSpan lifetime)
    {
        var (kept, added) = (ImmutableArray.CreateBuilder<SigningKey>(), ImmutableArray.CreateBuilder<KeyPlan.Times>());
        foreach (var key in keys)
        {
            if (Serves(key.Algorithm) && key == Newest(keys, key.Algorithm))
                kept.Add(Succeeded(key, now, lifetime, added));
            else if (key.RemovedAt > now)
                kept.Add(Ending(key, now, lifetime));
        }
        foreach (var algorithm in _served.Where(algorithm => Newest(keys, algorithm) is null))
            added.Add(New(algorithm, now, signsAt: now, lifetime));
        return new(kept.ToImmutable(), added.ToImmutable());
    }

    /// <summary>What follows the ring when an operator asks for new keys.</summary>
    internal KeyPlan Rotated(ImmutableArray<SigningKey> keys, KeyRotation rotation, DateTimeOffset now, TimeSpan lifetime)
    {
        if (rotation == KeyRotation.Scheduled) return BroughtForward(Next(keys, now, lifetime), now, lifetime);
        var fresh = _served.Select(algorithm => New(algorithm, now, signsAt: now, lifetime));
        var old = rotation == KeyRotation.Compromised ? [] : Next(keys, now, lifetime).Keys.Select(key => Ended(key, now, lifetime));
        return new([.. old], [.. fresh]);
    }

    // Published in time: the next key is there as long before it signs as the settings say. When the server was down at that time, the old
    // key signs for longer, because no resource server can have read a key that did not exist.
    private SigningKey Succeeded(
        SigningKey newest, DateTimeOffset now, TimeSpan lifetime, ImmutableArray<KeyPlan.Times>.Builder added)
    {
        var retires = newest.SignsAt + options.SignsFor;
        if (retires > now + options.PublishedBefore) return Retiring(newest, retires, lifetime);
        retires = now + options.PublishedBefore;
        added.Add(New(newest.Algorithm, now, signsAt: retires, lifetime));
        return Retiring(newest, retires, lifetime);
    }

    private SigningKey Ending(SigningKey key, DateTimeOffset now, TimeSpan lifetime)
    {
        // A retired key has signed its last token; until a little later a node may still sign with it.
        if (key.RetiresAt + Margin <= now) return key;
        var retires = key.RetiresAt;
        if (!Serves(key.Algorithm)) retires = Earlier(retires, key.SignsAt > now ? key.SignsAt : now);
        return Retiring(key, retires, lifetime);
    }

    // An unused next key signs no more, and is before the new one in the order of the times.
    private SigningKey Ended(SigningKey key, DateTimeOffset now, TimeSpan lifetime)
    {
        var ended = key with { SignsAt = Earlier(key.SignsAt, now) };
        return ended.RetiresAt <= now ? ended : Retiring(ended, now, lifetime);
    }

    // How long it is kept only grows: tokens with a longer lifetime may have been issued under older settings.
    private SigningKey Retiring(SigningKey key, DateTimeOffset retires, TimeSpan lifetime)
    {
        var (kept, needed) = (key.RemovedAt - key.RetiresAt, lifetime + Margin);
        return key with { RetiresAt = retires, RemovedAt = retires + (kept > needed ? kept : needed) };
    }

    private KeyPlan BroughtForward(KeyPlan plan, DateTimeOffset now, TimeSpan lifetime)
    {
        var (keys, added) = (plan.Keys, plan.Added);
        var signsAt = now + options.PublishedBefore;
        foreach (var algorithm in _served.Where(algorithm => added.All(times => times.Algorithm != algorithm)))
        {
            // One that does not sign yet is the next key already.
            if (Newest(keys, algorithm) is not { } newest || newest.SignsAt > now) continue;
            keys = keys.Replace(newest, Retiring(newest, signsAt, lifetime));
            added = added.Add(New(algorithm, now, signsAt, lifetime));
        }
        return new(keys, added);
    }

    private KeyPlan.Times New(string algorithm, DateTimeOffset now, DateTimeOffset signsAt, TimeSpan lifetime)
    {
        var retires = signsAt + options.SignsFor;
        return new(algorithm, now, signsAt, retires, retires + lifetime + Margin);
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}

/// <summary>The next ring before its new keys are made.</summary>
/// <param name="Keys">The keys that stay, with their new times.</param>
/// <param name="Added">The times of the keys to make.</param>
internal sealed record KeyPlan(ImmutableArray<SigningKey> Keys, ImmutableArray<KeyPlan.Times> Added)
{
    /// <summary>The times of one new key.</summary>
    internal sealed record Times(
        string Algorithm, DateTimeOffset PublishedAt, DateTimeOffset SignsAt, DateTimeOffset RetiresAt, DateTimeOffset RemovedAt);
}
