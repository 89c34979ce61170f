namespace OAuth2Server;

/// <summary>The check of a request to a protected resource (RFC 6750): the token, then its scope.</summary>
internal sealed class BearerAuthentication(IAccessTokenModel model, IScopeVerifier scopes)
{
    internal async ValueTask<Outcome<AccessToken>> AuthenticateAsync(Scope required, string? resource, OAuthContext context, CancellationToken ct)
    {
        if (!(await FindAsync(resource, context, ct)).IsError(out var error, out var token)) return await VerifyScopeAsync(token, required, context, ct);
        return Challenged(error, required, context);
    }

    internal async ValueTask<Outcome<AccessToken>> VerifyScopeAsync(AccessToken token, Scope required, OAuthContext context, CancellationToken ct)
    {
        if (required.IsEmpty || await scopes.VerifyScopeAsync(token, required, context, ct)) return token;
        context.ClientId = token.Authorization.ClientId;
        return Challenged(OAuthError.InsufficientScope("The request needs more scope than the access token has."), required, context);
    }

    private async ValueTask<Outcome<AccessToken>> FindAsync(string? resource, OAuthContext context, CancellationToken ct)
    {
        if (BearerToken.Read(context.Request).IsError(out var error, out var secret)) return error;
        if (await model.GetAccessTokenAsync(secret, context, ct) is not { } token) return Invalid("It is unknown or revoked.");
        context.ClientId = token.Authorization.ClientId;

        if (token.Authorization.Issuer != context.Issuer) return Invalid("Another issuer made it.");
        // A token that is bound to a key must not be used as a bearer token: an attacker who has the text does not have the key (RFC 9449
        // §7.1).
        if (!token.TokenType.Equals(BearerToken.Scheme, StringComparison.OrdinalIgnoreCase)) return Invalid($"It is of the type {token.TokenType}.");
        if (token.ExpiresAt <= context.Now) return OAuthError.InvalidToken("The access token is expired.");
        if (!token.Audience.IsEmpty && (resource is null || !token.Audience.Contains(resource, StringComparer.Ordinal)))
            return Invalid("It is for another resource (RFC 8707 §2). Give this resource server its own identifier if it should accept such tokens.");
        return token;
    }

    private static OAuthError Invalid(string detail) => OAuthError.InvalidToken("The access token is not valid.", detail);

    private static OAuthError Challenged(OAuthError error, Scope required, OAuthContext context) =>
        error.WithChallenge(error.Status, BearerToken.Challenge(error, required, context.Issuer));
}
