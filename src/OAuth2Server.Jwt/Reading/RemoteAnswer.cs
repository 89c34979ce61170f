namespace OAuth2Server.Jwt;

/// <summary>What another server answered, or why there is nothing to read.</summary>
/// <param name="Status">The HTTP status; 0 when there was no answer.</param>
/// <param name="Body">The body; empty unless the status is 200 and the body is JSON.</param>
/// <param name="Problem">What is wrong, as the end of a sentence for the log; null when the body can be read.</param>
internal sealed record RemoteAnswer(int Status, byte[] Body, string? Problem)
{
    /// <summary>How long the answer may be kept; null when it does not say.</summary>
    internal TimeSpan? MaxAge { get; init; }

    /// <summary>The <c>Retry-After</c> of the answer; null when it has none.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    internal static RemoteAnswer None(string problem) => new(0, [], problem);
}
