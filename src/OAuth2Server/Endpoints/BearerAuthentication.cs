namespace OAuth2Server;

/// <summary>The check of a request to a protected resource (RFC 6750): the token, then its scope.</summary>
internal sealed class BearerAuthentication(IAccessTokenReader reader, IScopeVerifier? scopes)
{
    /// <summary>Finds the token of a request and verifies its scope.</summary>
    internal ValueTask<Outcome<AccessToken>> AuthenticateAsync(
        Scope required, string? resource, OAuthContext context, CancellationToken ct) =>
        EndpointCall.RunAsync(EndpointName.Resource, context, (bearer: this, required, resource), static (state, context, ct) =>
            state.bearer.FindAndVerifyAsync(state.required, state.resource, context, ct), ct);

    /// <summary>Verifies the scope of a token that was found.</summary>
    /// <returns>Null when it is sufficient.</returns>
    internal async ValueTask<OAuthError?> VerifyScopeAsync(AccessToken token, Scope required, OAuthContext context, CancellationToken ct)
    {
        var outcome = await EndpointCall.RunAsync(
            EndpointName.Scope, context, (bearer: this, token, required), static (state, context, ct) =>
            state.bearer.VerifyAsync(state.token, state.required, context, ct), ct);
        return outcome.IsError(out var error, out _) ? error : null;
    }

    /// <summary>Verifies the sign-in behind a token that was found (RFC 9470 §3).</summary>
    /// <returns>Null when it is sufficient.</returns>
    internal async ValueTask<OAuthError?> VerifyAuthenticationAsync(
        AccessToken token, RequiredAuthentication required, OAuthContext context, CancellationToken ct)
    {
        var outcome = await EndpointCall.RunAsync(
            EndpointName.UserAuthentication, context, (bearer: this, token, required), static (state, context, ct) =>
            new ValueTask<Outcome<AccessToken>>(state.bearer.Verify(state.token, state.required, context)), ct);
        return outcome.IsError(out var error, out _) ? error : null;
    }

    private Outcome<AccessToken> Verify(AccessToken token, RequiredAuthentication required, OAuthContext context)
    {
        var done = UserAuthentication.In(token.Authorization.Properties);
        if (required.IsMetBy(done?.ContextClass, done?.Time, context.Now - reader.ClockSkew)) return token;
        context.ClientId = token.Authorization.ClientId;
        var error = OAuthError.InsufficientUserAuthentication("The request needs a stronger or a newer sign-in of the user.");
        return error.WithChallenge(
            error.Status, new BearerChallenge { Realm = context.Issuer, Authentication = required }.For(error));
    }

    private async ValueTask<Outcome<AccessToken>> FindAndVerifyAsync(
        Scope required, string? resource, OAuthContext context, CancellationToken ct)
    {
        if ((await FindAsync(resource, context, ct)).IsError(out var error, out var token)) return Challenged(error, required, context);
        return required.IsEmpty ? token : await VerifyAsync(token, required, context, ct);
    }

    private async ValueTask<Outcome<AccessToken>> VerifyAsync(AccessToken token, Scope required, OAuthContext context, CancellationToken ct)
    {
        var has = required.IsEmpty
            || (scopes is null ? token.Scope.Contains(required) : await scopes.VerifyScopeAsync(token, required, context, ct));
        if (has) return token;
        context.ClientId = token.Authorization.ClientId;
        return Challenged(OAuthError.InsufficientScope("The request needs more scope than the access token has."), required, context);
    }

    private async ValueTask<Outcome<AccessToken>> FindAsync(string? resource, OAuthContext context, CancellationToken ct)
    {
        if (BearerToken.Read(context.Request).IsError(out var error, out var secret)) return error;
        if ((await reader.ReadAsync(secret, context, ct)).IsError(out error, out var token)) return error;
        context.ClientId = token.Authorization.ClientId;

        if (token.Authorization.Issuer != context.Issuer) return Invalid("Another issuer made it.");
        // A token that is bound to a key must not be used as a bearer token: an attacker who has the text does not have the key (RFC 9449
        // §7.1).
        if (!token.TokenType.Equals(AuthorizationHeader.Bearer, StringComparison.OrdinalIgnoreCase))
            return Invalid($"It is of the type {token.TokenType}.");
        if (token.ExpiresAt <= context.Now - reader.ClockSkew) return OAuthError.InvalidToken("The access token is expired.");
        if (!token.Audience.IsEmpty && (resource is null || !token.Audience.Any(named => ResourceUri.AreSame(named, resource))))
            return Invalid("It is for another resource (RFC 8707 §2). Give this resource server its own identifier if it should accept " +
                "such tokens.");
        return token;
    }

    internal static OAuthError Invalid(string detail) => OAuthError.InvalidToken("The access token is not valid.", detail);

    // With 5xx nothing that was sent is wrong: a challenge would make the client throw a valid token away.
    private static OAuthError Challenged(OAuthError error, Scope required, OAuthContext context) =>
        error.Status >= 500
            ? error
            : error.WithChallenge(error.Status, new BearerChallenge { Realm = context.Issuer, Scope = required }.For(error));
}

/// <summary>How a bearer token is sent (RFC 6750 §2).</summary>
internal static class BearerToken
{
    internal static Outcome<Secret> Read(OAuthRequest request)
    {
        var inForm = request.Method is "GET" or "HEAD" ? null : request["access_token"];
        if (inForm is not null && request.Parameters.IsRepeated("access_token"))
            return OAuthError.InvalidRequest("The access token is sent more than once.", "RFC 6750 §3.1");
        // A header of another scheme is no attempt at this one: the request is answered like one without a token.
        if (!AuthorizationHeader.TryGetCredentials(AuthorizationHeader.Of(request), AuthorizationHeader.Bearer, out var credentials))
        {
            if (request.Header("Authorization").Count > 1)
                return OAuthError.InvalidRequest("The Authorization header is sent more than once.", "RFC 6750 §2");
            return inForm is null ? OAuthError.Unauthenticated : TokenOf(inForm.AsMemory());
        }
        if (inForm is not null) return OAuthError.InvalidRequest("The access token is sent in more than one way.", "RFC 6750 §2");
        return TokenOf(credentials);
    }

    private static Outcome<Secret> TokenOf(ReadOnlyMemory<char> text) =>
        Grammar.IsToken68(text.Span) ? new Secret(text) : OAuthError.InvalidRequest("The access token is malformed.", "RFC 6750 §2.1");
}
