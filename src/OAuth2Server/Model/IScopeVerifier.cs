namespace OAuth2Server;

/// <summary>Policy: <c>verifyScope</c> of node-oauth2-server. The default requires every required scope in the token.</summary>
public interface IScopeVerifier
{
    /// <summary>Decides whether the scope of a token is sufficient for a request.</summary>
    /// <param name="token">The valid token.</param>
    /// <param name="required">The scope that the resource requires.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    /// <returns>False refuses (<c>insufficient_scope</c>, 403).</returns>
    ValueTask<bool> VerifyScopeAsync(AccessToken token, Scope required, OAuthContext context, CancellationToken ct);
}
