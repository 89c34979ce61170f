namespace OAuth2Server;

/// <summary>What the authorization code grant needs (RFC 6749 §4.1).</summary>
public interface IAuthorizationCodeModel : IAuthorizationModel
{
    /// <summary>Saves a code. The redirect is sent only after this has returned.</summary>
    /// <param name="code">The code's hash and what was granted.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    ValueTask SaveAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct);

    /// <summary>Finds a code, also one that was consumed, until it expires.</summary>
    /// <param name="code">What was presented; look up by its hash.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    /// <returns>The code, with <see cref="Credential.ConsumedAt"/> when it was used; null when it is unknown or its authorization was revoked (<c>invalid_grant</c>).</returns>
    ValueTask<AuthorizationCode?> GetAuthorizationCodeAsync(Secret code, OAuthContext context, CancellationToken ct);

    /// <summary>Consumes a code: one compare-and-swap of <see cref="Credential.ConsumedAt"/> from null to now.</summary>
    /// <param name="code">What <see cref="GetAuthorizationCodeAsync"/> gave.</param>
    /// <param name="context">The request; its <see cref="OAuthContext.Now"/> is the time to set.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    /// <returns>True for exactly one caller; false when somebody else was first.</returns>
    ValueTask<bool> RevokeAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct);
}
