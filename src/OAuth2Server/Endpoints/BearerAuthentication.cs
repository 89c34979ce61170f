namespace OAuth2Server;

/// <summary>The check of a request to a protected resource (RFC 6750): the token, the key that it is bound to (RFC 9449 §7, RFC 8705 §3),
/// then its scope.</summary>
internal sealed class BearerAuthentication(IAccessTokenReader reader, IScopeVerifier? scopes, IProofOfPossession[] proofs)
{
    /// <summary>The same with more kinds of keys, each in the place of an earlier one of its kind.</summary>
    internal BearerAuthentication With(IEnumerable<IProofOfPossession> more)
    {
        IProofOfPossession[] added = [.. more];
        return new(reader, scopes, [.. proofs.Where(earlier => !Array.Exists(added, proof => proof.Kind == earlier.Kind)), .. added]);
    }

    /// <summary>The same without a kind of key.</summary>
    internal BearerAuthentication Without(string kind) => new(reader, scopes, [.. proofs.Where(proof => proof.Kind != kind)]);

    /// <summary>The error with the challenges of all schemes that are accepted.</summary>
    internal OAuthError Challenged(OAuthError error, OAuthContext context, BearerChallenge challenge) =>
        Challenges.Add(error, context.Request, proofs, challenge);

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
        return Challenged(error, context, new() { Realm = context.Issuer, Authentication = required });
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
        if (PresentedToken.Read(context.Request, proofs).IsError(out var error, out var presented)) return error;
        if ((await reader.ReadAsync(presented.Text, context, ct)).IsError(out error, out var token)) return error;
        context.ClientId = token.Authorization.ClientId;

        if (token.Authorization.Issuer != context.Issuer) return Invalid("Another issuer made it.");
        var bound = TokenBinding.ConfirmationIn(token.Properties);
        var proof = bound is null ? null : ProofOf(bound);
        if (Problem(token, bound, proof, presented.Scheme) is { } notSoSent) return Invalid(notSoSent);
        if (token.ExpiresAt <= context.Now - reader.ClockSkew) return OAuthError.InvalidToken("The access token is expired.");
        if (!token.Audience.IsEmpty && (resource is null || !token.Audience.Any(named => ResourceUri.AreSame(named, resource))))
            return Invalid("It is for another resource (RFC 8707 §2). Give this resource server its own identifier if it should accept " +
                "such tokens.");
        return proof is null ? token : await ProvenAsync(token, proof, presented.Text, context, ct);
    }

    // A token that is bound to a key must not be used as a bearer token: an attacker who has the text does not have the key. And one that
    // is not bound must not be used as if it was: the proof would say nothing (RFC 9449 §7.1, §7.2).
    private string? Problem(AccessToken token, string? bound, IProofOfPossession? proof, string sentWith)
    {
        if (bound is not null && proof is null) return "It is bound to a key of a kind that this resource does not verify.";
        var scheme = proof?.Scheme ?? AuthorizationHeader.Bearer;
        if (!scheme.Equals(token.TokenType, StringComparison.OrdinalIgnoreCase)) return $"It is of the type {token.TokenType}.";
        if (!scheme.Equals(sentWith, StringComparison.OrdinalIgnoreCase))
            return $"It is of the type {token.TokenType}, and was sent with the scheme {sentWith}.";
        return proof is null && Array.Exists(proofs, static kind => kind.IsRequired)
            ? "It is not bound to a key, and this resource requires it."
            : null;
    }

    private IProofOfPossession? ProofOf(string bound)
    {
        foreach (var proof in proofs)
        {
            if (TokenBinding.IsOfKind(bound, proof.Kind)) return proof;
        }
        return null;
    }

    // The last check: it is the slowest. A proof is used up only when its key is that of the token: any party can make proofs with keys of
    // its own, and the store keeps each used one for minutes.
    private static async ValueTask<Outcome<AccessToken>> ProvenAsync(
        AccessToken token, IProofOfPossession proof, Secret text, OAuthContext context, CancellationToken ct)
    {
        if ((await proof.VerifyAsync(text, context, ct)).IsError(out var notProven, out var key)) return notProven;
        if (!TokenBinding.IsSatisfied(token.Properties, key)) return Invalid("It is bound to another key.");
        return await proof.UseAsync(context, ct) is { } used ? used : token;
    }

    internal static OAuthError Invalid(string detail) => OAuthError.InvalidToken("The access token is not valid.", detail);

    private OAuthError Challenged(OAuthError error, Scope required, OAuthContext context) =>
        Challenged(error, context, new() { Realm = context.Issuer, Scope = required });
}
