using System.Collections.Concurrent;
using System.Diagnostics;

namespace OAuth2Server.Testing.Tests;

/// <summary>Reads the count, then writes it: a failure between the two is not counted.</summary>
internal sealed class LooksThenCounts(InMemoryModel inner) : RightModel(inner)
{
    private readonly ConcurrentDictionary<string, (int Failures, DateTimeOffset ForgetAt)> _counts = new();
    private int _between;

    public override async ValueTask<int> AddFailureAsync(string key, DateTimeOffset now, DateTimeOffset forgetAt, CancellationToken ct)
    {
        var failures = _counts.TryGetValue(key, out var before) && before.ForgetAt > now ? before.Failures + 1 : 1;
        // On a busy machine callers that start together may still come one after the other: this one lets another look meanwhile.
        Interlocked.Increment(ref _between);
        var watch = Stopwatch.StartNew();
        while (Volatile.Read(ref _between) < 2 && watch.ElapsedMilliseconds < 30) await Task.Yield();
        _counts[key] = (failures, forgetAt);
        Interlocked.Decrement(ref _between);
        return failures;
    }

    public override ValueTask ClearFailuresAsync(string key, CancellationToken ct)
    {
        _counts.TryRemove(key, out _);
        return default;
    }
}

/// <summary>Goes on counting where the count should begin again.</summary>
internal sealed class NeverForgetsFailures(InMemoryModel inner) : RightModel(inner)
{
    public override ValueTask<int> AddFailureAsync(string key, DateTimeOffset now, DateTimeOffset forgetAt, CancellationToken ct) =>
        base.AddFailureAsync(key, now, DateTimeOffset.MaxValue, ct);
}

/// <summary>One success clears the failures of all keys.</summary>
internal sealed class ClearsAllFailures(InMemoryModel inner) : RightModel(inner)
{
    private readonly ConcurrentDictionary<string, bool> _keys = new();

    public override async ValueTask<int> AddFailureAsync(string key, DateTimeOffset now, DateTimeOffset forgetAt, CancellationToken ct)
    {
        _keys[key] = true;
        return await base.AddFailureAsync(key, now, forgetAt, ct);
    }

    public override async ValueTask ClearFailuresAsync(string key, CancellationToken ct)
    {
        foreach (var known in _keys.Keys) await base.ClearFailuresAsync(known, ct);
    }
}
