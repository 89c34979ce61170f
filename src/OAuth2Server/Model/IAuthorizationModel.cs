namespace OAuth2Server;

/// <summary>A model whose authorizations can be ended: the base of codes and refresh tokens.</summary>
public interface IAuthorizationModel : IOAuthModel
{
    /// <summary>Ends one authorization with all of its family: codes, refresh tokens, access tokens.</summary>
    /// <remarks>A tombstone: what is saved under the id later is dead, too, and every look-up honours it. An unknown id is no error.</remarks>
    /// <param name="authorizationId"><see cref="Authorization.Id"/>.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    ValueTask RevokeAuthorizationAsync(string authorizationId, OAuthContext context, CancellationToken ct);
}
