namespace OAuth2Server;

/// <summary>
/// Optional: a model that consumes a credential and saves the new tokens in one transaction. Without it,
/// the library first consumes and then saves; a crash between the two steps costs the user the session.
/// </summary>
public interface IExchangeModel
{
    /// <summary>
    /// In one transaction: consumes <paramref name="consumed"/>, keeps
    /// <paramref name="replay"/> with it, and saves <paramref name="successor"/>.
    /// </summary>
    /// <remarks>
    /// It also clears the replay of the credential that <paramref name="consumed"/> is the successor of, and a replay is not returned
    /// after its <see cref="Replay.Until"/>: with an old token and a copy of the store, an attacker could open one answer after the other.
    /// </remarks>
    /// <param name="consumed">The authorization code, refresh token or device code as it was found.</param>
    /// <param name="successor">The tokens that it is exchanged for.</param>
    /// <param name="replay">The sealed answer to keep; null for none.</param>
    /// <param name="context">The request; its <see cref="OAuthContext.Now"/> is the time to set.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    /// <returns>
    /// True for exactly one caller; false, with nothing saved, if it was consumed already or its authorization was revoked.
    /// </returns>
    ValueTask<bool> ExchangeAsync(Credential consumed, Token successor, Replay? replay, OAuthContext context, CancellationToken ct);
}
