namespace OAuth2Server;

/// <summary>What the authorization code grant needs (RFC 6749 §4.1).</summary>
public interface IAuthorizationCodeModel : IAuthorizationModel
{
    /// <summary>Saves a code. The server sends the redirect only after this function has returned.</summary>
    /// <param name="code">The hash of the code and what was granted.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    ValueTask SaveAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct);

    /// <summary>Finds a code until it expires, and one that was consumed as long as a token of its authorization can be used.</summary>
    /// <remarks>The second use of a code ends what the first one gave (RFC 6749 §4.1.2). A store that forgot the code when it expired could
    /// not recognise a code that an attacker presents later.</remarks>
    /// <param name="code">The presented text; look it up by its hash.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    /// <returns>
    /// The code, with <see cref="Credential.ConsumedAt"/> if it was consumed; null
    /// when it is unknown or its authorization was revoked (<c>invalid_grant</c>).
    /// </returns>
    ValueTask<AuthorizationCode?> GetAuthorizationCodeAsync(Secret code, OAuthContext context, CancellationToken ct);

    /// <summary>Consumes a code: one compare-and-swap of <see cref="Credential.ConsumedAt"/> from null to now.</summary>
    /// <param name="code">The record that <see cref="GetAuthorizationCodeAsync"/> returned.</param>
    /// <param name="context">The request; its <see cref="OAuthContext.Now"/> is the time to set.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    /// <returns>True for exactly one caller; false when another caller was first, or the authorization was revoked.</returns>
    ValueTask<bool> RevokeAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct);
}
