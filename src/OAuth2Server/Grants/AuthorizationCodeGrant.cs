namespace OAuth2Server;

/// <summary>The authorization code grant's second half: a code, and the verifier that goes with it, for tokens (RFC 6749 §4.1.3, RFC 7636 §4.5).</summary>
/// <param name="model">Where the codes are.</param>
public sealed class AuthorizationCodeGrant(IAuthorizationCodeModel model) : IGrant
{
    /// <summary>The grant type's name.</summary>
    public const string Name = "authorization_code";

    /// <inheritdoc/>
    public string GrantType => Name;

    /// <inheritdoc/>
    public async ValueTask<Outcome<Granted>> HandleAsync(GrantRequest request, CancellationToken ct)
    {
        if (request["code"] is not { } text || !Grammar.IsVsChar(text)) return OAuthError.InvalidRequest("code is missing or malformed.", "RFC 6749 §4.1.3");
        if (request["code_verifier"] is { } verifier && !Grammar.IsCodeVerifier(verifier)) return OAuthError.InvalidRequest("code_verifier is malformed.", "RFC 7636 §4.1");

        var code = await model.GetAuthorizationCodeAsync(new(text), request.Context, ct);
        if (code is null || !request.Owns(code.Authorization)) return OAuthError.InvalidGrant("The code is not valid.", "RFC 6749 §4.1.3");
        if (code.ConsumedAt is null && code.IsExpired(request.Context.Now)) return OAuthError.InvalidGrant("The code is expired.", "RFC 6749 §4.1.2");

        if (Problem(code, request) is { } problem)
        {
            // One guess costs the code: who does not know the verifier gets no second try.
            if (code.ConsumedAt is null) await model.RevokeAuthorizationCodeAsync(code, request.Context, ct);
            return problem;
        }
        if (code.ConsumedAt is not null)
        {
            // Client and verifier are right, so the code was stolen or the client is broken; without them anybody could end the session (OAuth 2.1 §4.1.3).
            await model.RevokeAuthorizationAsync(code.Authorization.Id, request.Context, CancellationToken.None);
            return new OAuthError("invalid_grant", "The code was used before.") { Rule = "RFC 6749 §4.1.2", Detail = $"Authorization {code.Authorization.Id} is revoked.", Revoked = (code.Authorization.Id, RevocationReason.CodeReused) };
        }
        return new Granted { User = code.Authorization.Subject is { } subject ? new(subject) : User.None, Continues = code.Authorization, Consumes = code };
    }

    private static OAuthError? Problem(AuthorizationCode code, GrantRequest request)
    {
        if (Pkce.Problem(code, request["code_verifier"]) is { } problem) return problem;
        if (!code.RedirectUriSent || request["redirect_uri"] == code.RedirectUri) return null;
        // OAuth 2.1 clients no longer repeat it, and PKCE does what it did; without PKCE it must be there (RFC 6749 §4.1.3).
        return request["redirect_uri"] is null && code.CodeChallenge is not null
            ? null
            : OAuthError.InvalidGrant("redirect_uri is not the one of the authorization request.", "RFC 6749 §4.1.3");
    }
}
