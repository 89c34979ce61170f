using System.Collections.Concurrent;

namespace OAuth2Server.Tests.Support;

/// <summary>Counts attempts for several shields, and shows its keys.</summary>
public sealed class CountedKeys : IAttemptModel
{
    /// <summary>The failures by key.</summary>
    public ConcurrentDictionary<string, int> Failures { get; } = new(StringComparer.Ordinal);

    public ValueTask<int> AddFailureAsync(string key, DateTimeOffset now, DateTimeOffset forgetAt, CancellationToken ct) =>
        new(Failures.AddOrUpdate(key, 1, (_, before) => before + 1));

    public ValueTask ClearFailuresAsync(string key, CancellationToken ct)
    {
        Failures.TryRemove(key, out _);
        return default;
    }
}
