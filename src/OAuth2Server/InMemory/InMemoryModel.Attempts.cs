namespace OAuth2Server;

/// <content>Failed attempts.</content>
public partial class InMemoryModel : IAttemptModel
{
    private readonly FailureTable<string> _attempts = new(BruteForceShield.DefaultCapacity);

    /// <inheritdoc/>
    public ValueTask<int> AddFailureAsync(string key, DateTimeOffset now, DateTimeOffset forgetAt, CancellationToken ct)
    {
        lock (_attempts) return new(_attempts.Add(key, now, forgetAt).Failures);
    }

    /// <inheritdoc/>
    public ValueTask ClearFailuresAsync(string key, CancellationToken ct)
    {
        lock (_attempts) _attempts.Remove(key);
        return default;
    }
}
