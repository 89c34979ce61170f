namespace OAuth2Server;

/// <summary>How a bearer token is sent, and how a request without one is answered (RFC 6750 §2, §3).</summary>
internal static class BearerToken
{
    /// <summary>The authentication scheme, and the <c>token_type</c> of the tokens that may use it (RFC 6750 §4, §6.1.1).</summary>
    internal const string Scheme = "Bearer";

    internal static Outcome<Secret> Read(OAuthRequest request)
    {
        var inForm = request.Method is "GET" or "HEAD" ? null : request["access_token"];
        if (inForm is not null && request.Parameters.IsRepeated("access_token"))
            return OAuthError.InvalidRequest("The access token is sent more than once.", "RFC 6750 §3.1");
        // A header of another scheme is no attempt at this one: the request is answered like one without a token.
        if (!AuthorizationHeader.TryGetCredentials(AuthorizationHeader.Of(request), Scheme, out var credentials))
        {
            if (request.Header("Authorization").Count > 1) return OAuthError.InvalidRequest("The Authorization header is sent more than once.", "RFC 6750 §2");
            return inForm is null ? OAuthError.Unauthenticated : TokenOf(inForm.AsMemory());
        }
        if (inForm is not null) return OAuthError.InvalidRequest("The access token is sent in more than one way.", "RFC 6750 §2");
        return TokenOf(credentials);
    }

    /// <summary>The WWW-Authenticate value for an error (RFC 6750 §3).</summary>
    internal static string Challenge(OAuthError error, Scope required, string issuer)
    {
        var problem = error.Code.Length > 0 ? $", error=\"{error.Code}\", error_description=\"{error.Description}\"" : "";
        var scope = error.Status == 403 && !required.IsEmpty ? $", scope=\"{required}\"" : "";
        return $"{Scheme} realm=\"{issuer}\"{problem}{scope}";
    }

    private static Outcome<Secret> TokenOf(ReadOnlyMemory<char> text) =>
        Grammar.IsToken68(text.Span) ? new Secret(text) : OAuthError.InvalidRequest("The access token is malformed.", "RFC 6750 §2.1");
}
