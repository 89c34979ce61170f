namespace OAuth2Server;

/// <summary>Optional: a model that remembers which signed messages were used, for all nodes of a server together: client assertions (RFC
/// 7523 §3), DPoP proofs (RFC 9449 §11.1). Without it each node remembers its own.</summary>
/// <remarks>A message is remembered only after its signature was verified, and only for as long as it could be accepted again.</remarks>
public interface IReplayModel
{
    /// <summary>Remembers a message, in one atomic step: of callers at the same time, one is the first.</summary>
    /// <param name="message">What identifies the message.</param>
    /// <param name="now">The time, UTC: a message whose time has come by then is forgotten.</param>
    /// <param name="until">Until when the message is remembered, UTC; later than <paramref name="now"/>.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>True for the first caller; false when the message is remembered.</returns>
    ValueTask<bool> UseOnceAsync(SecretHash message, DateTimeOffset now, DateTimeOffset until, CancellationToken ct);
}
