namespace OAuth2Server;

/// <summary>Optional: a model that counts failed attempts for all nodes of a server together. Without it each node's <see cref="BruteForceShield"/> counts alone.</summary>
/// <remarks>It is asked only after a failure, and after a success that follows failures: a request without failures costs nothing here.</remarks>
public interface IAttemptModel
{
    /// <summary>Counts a failure, in one atomic step: of callers at the same moment each gets a number of its own.</summary>
    /// <param name="key">What it is counted by: 52 lower-case hexadecimal digits.</param>
    /// <param name="now">The time, UTC: a count that was to be forgotten until now begins again at one.</param>
    /// <param name="forgetAt">When the count is to be forgotten unless it grows again.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    /// <returns>How many failures there are now, this one included.</returns>
    ValueTask<int> AddFailureAsync(string key, DateTimeOffset now, DateTimeOffset forgetAt, CancellationToken ct);

    /// <summary>Forgets the failures of a key. An unknown one is no error.</summary>
    /// <param name="key">As in <see cref="AddFailureAsync"/>.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    ValueTask ClearFailuresAsync(string key, CancellationToken ct);
}
