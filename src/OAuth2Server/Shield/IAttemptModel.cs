namespace OAuth2Server;

/// <summary>Optional: a model that counts failed attempts for all nodes of a server together. Without it each node's
/// <see cref="BruteForceShield"/> counts alone.</summary>
/// <remarks>It is called only after a failure, and after a success that follows failures: a request without failures costs nothing
/// here. The ticket of a consent page that was answered is counted too, so that it is used once on all nodes together.</remarks>
public interface IAttemptModel
{
    /// <summary>Counts a failure, in one atomic step: of callers at the same time each gets a number of its own.</summary>
    /// <param name="key">The key of the count: 52 lower-case hexadecimal digits.</param>
    /// <param name="now">The time, UTC: a count whose end has come by then starts again at one.</param>
    /// <param name="forgetAt">When the count ends unless it grows again, UTC.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>The number of failures, this one included.</returns>
    ValueTask<int> AddFailureAsync(string key, DateTimeOffset now, DateTimeOffset forgetAt, CancellationToken ct);

    /// <summary>Removes the count of a key. An unknown key is no error.</summary>
    /// <param name="key">As in <see cref="AddFailureAsync"/>.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    ValueTask ClearFailuresAsync(string key, CancellationToken ct);
}
