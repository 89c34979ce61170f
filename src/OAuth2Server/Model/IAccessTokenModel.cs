namespace OAuth2Server;

/// <summary>What request authentication needs (RFC 6750 §2).</summary>
public interface IAccessTokenModel
{
    /// <summary>Finds an access token.</summary>
    /// <param name="token">The presented text; look it up by its hash.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    /// <returns>The token, expired or not; null when it is unknown or its authorization was revoked (<c>invalid_token</c>).</returns>
    ValueTask<AccessToken?> GetAccessTokenAsync(Secret token, OAuthContext context, CancellationToken ct);
}
