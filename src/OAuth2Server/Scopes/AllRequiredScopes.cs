namespace OAuth2Server;

/// <summary>The default scope verification: the token must hold every required scope name.</summary>
public sealed class AllRequiredScopes : IScopeVerifier
{
    /// <inheritdoc/>
    public ValueTask<bool> VerifyScopeAsync(AccessToken token, Scope required, OAuthContext context, CancellationToken ct) =>
        new(token.Scope.Contains(required));
}
