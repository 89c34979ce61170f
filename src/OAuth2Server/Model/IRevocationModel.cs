namespace OAuth2Server;

/// <summary>What the revocation endpoint needs (RFC 7009): a client revokes a token that it no longer needs.</summary>
public interface IRevocationModel : IAuthorizationModel
{
    /// <summary>Revokes one access token; its refresh token and the other access tokens of the family stay valid.</summary>
    /// <remarks>
    /// It stays revoked when its save is repeated, by a retry that does not know that the first save succeeded.
    /// An unknown, expired or revoked token is not an error.
    /// </remarks>
    /// <param name="token">The record that <see cref="IAccessTokenModel.GetAccessTokenAsync"/> returned.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    ValueTask RevokeAccessTokenAsync(AccessToken token, OAuthContext context, CancellationToken ct);
}
