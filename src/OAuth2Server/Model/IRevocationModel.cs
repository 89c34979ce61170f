namespace OAuth2Server;

/// <summary>What the revocation endpoint needs (RFC 7009): a client ends what it no longer wants.</summary>
public interface IRevocationModel : IAuthorizationModel
{
    /// <summary>Ends one access token; its refresh token and its siblings live.</summary>
    /// <remarks>It stays dead when its save is repeated, by a retry that does not know that it had succeeded. An unknown token, and one that has ended, is no error.</remarks>
    /// <param name="token">What <see cref="IAccessTokenModel.GetAccessTokenAsync"/> gave.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    ValueTask RevokeAccessTokenAsync(AccessToken token, OAuthContext context, CancellationToken ct);
}
