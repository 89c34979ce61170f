namespace OAuth2Server.Jwt;

/// <summary>Adds claims of your own to JWT access tokens: a tenant, roles, a subscription. One class, one line to register it.</summary>
/// <remarks>A resource server and each client that holds the token can read the claims (RFC 9068 §6): add nothing that they must not
/// know.</remarks>
public interface IAccessTokenClaims
{
    /// <summary>Adds its claims; may add none.</summary>
    /// <param name="claims">Where they are added. Those of RFC 9068 are written by the server and cannot be added.</param>
    /// <param name="token">The token without its text: the client, the user, the scope, the audience.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    ValueTask AddAsync(JwtClaims claims, AccessTokenDraft token, OAuthContext context, CancellationToken ct);
}
