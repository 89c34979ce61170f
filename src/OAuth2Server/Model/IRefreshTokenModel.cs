namespace OAuth2Server;

/// <summary>What the refresh token grant needs (RFC 6749 §6).</summary>
public interface IRefreshTokenModel : IAuthorizationModel
{
    /// <summary>Finds a refresh token until its authorization ends, also one that was consumed.</summary>
    /// <param name="token">The presented text; look it up by its hash.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    /// <returns>
    /// The token, with <see cref="Credential.ConsumedAt"/> if it was consumed; null
    /// when it is unknown or its authorization was revoked (<c>invalid_grant</c>).
    /// </returns>
    ValueTask<RefreshToken?> GetRefreshTokenAsync(Secret token, OAuthContext context, CancellationToken ct);

    /// <summary>Consumes a refresh token: one compare-and-swap of <see cref="Credential.ConsumedAt"/> from null to now.</summary>
    /// <param name="token">The record that <see cref="GetRefreshTokenAsync"/> returned.</param>
    /// <param name="context">The request; its <see cref="OAuthContext.Now"/> is the time to set.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    /// <returns>True for exactly one caller; false when another caller was first, or the authorization was revoked.</returns>
    ValueTask<bool> RevokeTokenAsync(RefreshToken token, OAuthContext context, CancellationToken ct);
}
