namespace OAuth2Server.Jwt;

/// <summary>What a request to an address that a client named was answered.</summary>
/// <param name="Status">The HTTP status; 0 when there was no answer.</param>
/// <param name="Body">The body of a 200, as far as it was asked for; empty otherwise.</param>
/// <param name="Problem">Why there is no such answer, as the end of a sentence: <c>it did not answer in time</c>; null for a status from
/// 200 to 299.</param>
public sealed record OutboundAnswer(int Status, ReadOnlyMemory<byte> Body, string? Problem)
{
    /// <summary>Whether the request was not sent, because the address is not allowed: it is of no use to try it again.</summary>
    public bool IsRefused { get; init; }

    /// <summary>How long a cache may keep the body, as the answer says it (RFC 9111 §4.2): <c>max-age</c> less <c>Age</c>, otherwise
    /// <c>Expires</c>; zero for <c>no-store</c> and <c>no-cache</c>; null when the answer does not say.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>The media type of the body without its parameters, as it was sent; null when there is none.</summary>
    public string? MediaType { get; init; }

    /// <summary>Whether the same request may succeed later: there was no answer, or the server is overloaded or failed.</summary>
    public bool MayBeTriedAgain => !IsRefused && Status is (0 or 408 or 425 or 429 or >= 500);

    /// <summary>The status and the problem.</summary>
    public override string ToString() => $"OutboundAnswer({Status}, {Problem})";
}
