namespace OAuth2Server;

/// <summary>Policy: node-oauth2-server's <c>verifyScope</c>. The default wants every required scope in the token.</summary>
public interface IScopeVerifier
{
    /// <summary>Decides whether a token is good for what a request needs.</summary>
    /// <param name="token">The valid token.</param>
    /// <param name="required">What the resource requires.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    /// <returns>False refuses (<c>insufficient_scope</c>, 403).</returns>
    ValueTask<bool> VerifyScopeAsync(AccessToken token, Scope required, OAuthContext context, CancellationToken ct);
}
