namespace OAuth2Server;

/// <summary>Optional: a model that consumes a credential and saves its successor in one transaction. Without it the library revokes, then saves, and a crash in between costs the session.</summary>
public interface IExchangeModel
{
    /// <summary>In one transaction: marks <paramref name="consumed"/> as used, keeps <paramref name="replay"/> with it, and saves <paramref name="successor"/>.</summary>
    /// <param name="consumed">The code, refresh token or device code as it was found.</param>
    /// <param name="successor">What it is exchanged for.</param>
    /// <param name="replay">The sealed answer to keep; null for none.</param>
    /// <param name="context">The request; its <see cref="OAuthContext.Now"/> is the time to set.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    /// <returns>True for exactly one caller; false, with nothing saved, when it was used already or its authorization was revoked.</returns>
    ValueTask<bool> ExchangeAsync(Credential consumed, Token successor, Replay? replay, OAuthContext context, CancellationToken ct);
}
