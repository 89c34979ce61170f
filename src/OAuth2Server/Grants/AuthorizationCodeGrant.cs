namespace OAuth2Server;

/// <summary>The second half of the authorization code grant: a code and its verifier for tokens (RFC 6749 §4.1.3, RFC 7636 §4.5).</summary>
/// <param name="model">Stores the codes.</param>
public sealed class AuthorizationCodeGrant(IAuthorizationCodeModel model) : IGrant
{
    /// <summary>The grant type's name.</summary>
    public const string Name = "authorization_code";

    /// <inheritdoc/>
    public string GrantType => Name;

    /// <inheritdoc/>
    public async ValueTask<Outcome<Granted>> HandleAsync(GrantRequest request, CancellationToken ct)
    {
        if (request["code"] is not { } text || !Grammar.IsVsChar(text))
            return OAuthError.InvalidRequest("code is missing or malformed.", "RFC 6749 §4.1.3");
        if (request["code_verifier"] is { } verifier && !Grammar.IsCodeVerifier(verifier))
            return OAuthError.InvalidRequest("code_verifier is malformed.", "RFC 7636 §4.1");

        var presented = new Secret(text);
        var code = await model.GetAuthorizationCodeAsync(presented, request.Context, ct);
        if (code is null || !request.Owns(code.Authorization)) return OAuthError.InvalidGrant("The code is not valid.", "RFC 6749 §4.1.3");
        if (code.ConsumedAt is null && code.IsExpired(request.Context.Now))
            return OAuthError.InvalidGrant("The code is expired.", "RFC 6749 §4.1.2");

        if (Problem(code, request) is { } problem)
        {
            // One attempt consumes the code: a party that does not have the verifier gets no second one.
            if (code.ConsumedAt is null) await model.RevokeAuthorizationCodeAsync(code, request.Context, ct);
            return problem;
        }
        // Client and verifier are right, so the code was stolen or the client is broken; without them any party could revoke the
        // authorization (OAuth 2.1 §4.1.3).
        return code.ConsumedAt is null
            ? Granted.Continuing(code, presented)
            : await Reuse.RefuseAsync(model, code, RevocationReason.CodeReused, "RFC 6749 §4.1.2", request);
    }

    private static OAuthError? Problem(AuthorizationCode code, GrantRequest request)
    {
        if (Pkce.Problem(code, request["code_verifier"]) is { } problem) return problem;
        if (request["redirect_uri"] == code.RedirectUri) return null;
        // It may be left out where the authorization request had none. Clients of OAuth 2.1 leave it out always, and PKCE gives the same
        // protection; without PKCE it must be sent (RFC 6749 §4.1.3). A value that is sent is where the client believes the code went.
        return request["redirect_uri"] is null && (!code.RedirectUriSent || code.CodeChallenge is not null)
            ? null
            : OAuthError.InvalidGrant("redirect_uri is not the one of the authorization request.", "RFC 6749 §4.1.3");
    }
}
