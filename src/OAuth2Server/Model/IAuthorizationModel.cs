namespace OAuth2Server;

/// <summary>A model whose authorizations can be revoked: the base of the interfaces for codes and refresh tokens.</summary>
public interface IAuthorizationModel : IOAuthModel
{
    /// <summary>Revokes one authorization with its whole family: codes, refresh tokens and access tokens.</summary>
    /// <remarks>
    /// It leaves a tombstone: no look-up finds a member of the family any more, even if it is saved under the id later.
    /// An unknown id is not an error.
    /// </remarks>
    /// <param name="authorizationId"><see cref="Authorization.Id"/>.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    ValueTask RevokeAuthorizationAsync(string authorizationId, OAuthContext context, CancellationToken ct);

    /// <summary>Revokes one authorization with its whole family. The server calls this function, because it has the record.</summary>
    /// <remarks>
    /// Without an implementation of its own, it is the function above. A store whose rows expire by themselves implements it, because
    /// the record has the time until which the tombstone must be kept: <see cref="Authorization.EndsAt"/>; null is without end.
    /// </remarks>
    /// <param name="authorization">The authorization, as the server found it with one of its codes or tokens.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    ValueTask RevokeAuthorizationAsync(Authorization authorization, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(authorization);
        return RevokeAuthorizationAsync(authorization.Id, context, ct);
    }
}
