namespace OAuth2Server;

/// <summary>The access token of a request, and the authentication scheme that it was sent with (RFC 6750 §2, RFC 9449 §7.1).</summary>
/// <param name="Text">The text.</param>
/// <param name="Scheme">The scheme as the resource spells it.</param>
internal readonly record struct PresentedToken(Secret Text, string Scheme)
{
    /// <summary>Reads it.</summary>
    internal static Outcome<PresentedToken> Read(OAuthRequest request, IProofOfPossession[] proofs)
    {
        var inForm = request.Method is "GET" or "HEAD" ? null : request["access_token"];
        if (inForm is not null && request.Parameters.IsRepeated("access_token"))
            return OAuthError.InvalidRequest("The access token is sent more than once.", "RFC 6750 §3.1");
        // A header of another scheme is no attempt at this one: the request is answered like one without a token.
        if (!TryGetCredentials(request, proofs, out var scheme, out var credentials))
        {
            if (request.Header("Authorization").Count > 1)
                return OAuthError.InvalidRequest("The Authorization header is sent more than once.", "RFC 6750 §2");
            return inForm is null ? OAuthError.Unauthenticated : TokenOf(inForm.AsMemory(), AuthorizationHeader.Bearer);
        }
        if (inForm is not null) return OAuthError.InvalidRequest("The access token is sent in more than one way.", "RFC 6750 §2");
        return TokenOf(credentials, scheme);
    }

    /// <summary>The scheme that a request was sent with; <c>Bearer</c> for one without the header.</summary>
    internal static string SchemeOf(OAuthRequest request, IProofOfPossession[] proofs) =>
        TryGetCredentials(request, proofs, out var scheme, out _) ? scheme : AuthorizationHeader.Bearer;

    private static bool TryGetCredentials(
        OAuthRequest request, IProofOfPossession[] proofs, out string scheme, out ReadOnlyMemory<char> credentials)
    {
        var header = AuthorizationHeader.Of(request);
        scheme = AuthorizationHeader.Bearer;
        if (AuthorizationHeader.TryGetCredentials(header, scheme, out credentials)) return true;
        foreach (var proof in proofs)
        {
            scheme = proof.Scheme;
            if (AuthorizationHeader.TryGetCredentials(header, scheme, out credentials)) return true;
        }
        return false;
    }

    private static Outcome<PresentedToken> TokenOf(ReadOnlyMemory<char> text, string scheme) =>
        Grammar.IsToken68(text.Span)
            ? new PresentedToken(new(text), scheme)
            : OAuthError.InvalidRequest("The access token is malformed.", "RFC 6750 §2.1");
}
