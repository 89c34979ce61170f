namespace OAuth2Server;

/// <summary>
/// Optional: a model that counts failed attempts for all nodes of a server together.
/// Without it, the <see cref="BruteForceShield"/> of each node counts separately.
/// </summary>
/// <remarks>
/// The server calls it only after a failure, and after a success that follows failures. A request without failures costs nothing here.
/// </remarks>
public interface IAttemptModel
{
    /// <summary>Counts a failure in one atomic step: parallel callers get different numbers.</summary>
    /// <param name="key">The key of the count: 52 lower-case hexadecimal digits.</param>
    /// <param name="now">The time, UTC: a count whose earlier <paramref name="forgetAt"/> is at or before it starts again at one.</param>
    /// <param name="forgetAt">When the model must forget the count, UTC, unless another failure is counted before.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    /// <returns>The number of failures, this one included.</returns>
    ValueTask<int> AddFailureAsync(string key, DateTimeOffset now, DateTimeOffset forgetAt, CancellationToken ct);

    /// <summary>Forgets the failures of a key. An unknown key is not an error.</summary>
    /// <param name="key">As in <see cref="AddFailureAsync"/>.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    ValueTask ClearFailuresAsync(string key, CancellationToken ct);
}
