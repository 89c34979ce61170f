using System.Text.Json;

namespace OAuth2Server.Jwt;

/// <summary>Reads an <see cref="AccessToken"/> from the payload of a JWT access token (RFC 9068 §2.2, §4).</summary>
internal static class AccessTokenClaims
{
    /// <summary>The <c>typ</c> of JWT access tokens.</summary>
    internal const string Type = "at+jwt";

    private const string Rule = "RFC 9068 §4";

    /// <summary>Reads the claims. The signature is verified already; the caller compares the audience.</summary>
    internal static Outcome<AccessToken> Read(JsonElement claims, SecretHash hash, string issuer, DateTimeOffset now, TimeSpan skew)
    {
        if (claims.Text("iss") != issuer) return CompactJws.Refusal(Rule, "Its iss is missing or is another issuer.");
        if (!claims.TryGetTime("exp", out var exp) || exp is not { } expires || !claims.TryGetTime("iat", out var iat)
            || iat is not { } issued || !claims.TryGetTime("nbf", out var notBefore))
            return CompactJws.Refusal("RFC 7519 §4.1", "Its exp, iat or nbf is missing or is no time.");
        if (expires <= now - skew) return OAuthError.InvalidToken("The access token is expired.");
        if (issued > now + skew || notBefore > now + skew)
            return CompactJws.Refusal("RFC 7519 §4.1.5", "Its iat or nbf is in the future: compare the clocks.");
        if (!claims.TryGetTexts("aud", out var audience) || audience.Length == 0)
            return CompactJws.Refusal(Rule, "Its aud is missing, or is no text and no list of texts.");
        if (claims.Text("sub") is not { } subject || claims.Text("client_id") is not { } client || claims.Text("jti") is not { } id)
            return CompactJws.Refusal("RFC 9068 §2.2", "Its sub, client_id or jti is missing or is no text.");
        if (!TryGetScope(claims, out var scope)) return CompactJws.Refusal("RFC 9068 §2.2.3", "Its scope is no list of scope names.");
        if (!Confirmation.TryRead(claims, out var key)) return CompactJws.Refusal("RFC 7800 §3.1", Confirmation.Problem);
        return Token(claims, (id, hash), issuer, client, subject, scope, (issued, expires), key) with { Audience = [.. audience] };
    }

    /// <summary>A token, with what this library does not read as additional data.</summary>
    internal static AccessToken Token(
        JsonElement claims, (string Id, SecretHash Hash) token, string issuer, string client, string? subject, Scope scope,
        (DateTimeOffset Issued, DateTimeOffset Expires) time, TokenBinding key) => new()
    {
        Id = token.Id,
        Hash = token.Hash,
        Scope = scope,
        IssuedAt = time.Issued,
        ExpiresAt = time.Expires,
        TokenType = key.TokenType,
        Properties = key == TokenBinding.None ? Others(claims) : key.WriteTo(Others(claims)),
        Authorization = new()
        {
            // The family is known to the authorization server only.
            Id = "",
            Issuer = issuer,
            ClientId = client,
            // A client that acts for itself: it is no user, and must not be taken for one whose id is the same (RFC 9068 §5). Other
            // authorization servers write the id of the client.
            Subject = subject == ClientSubject.Of(client) || subject == client ? null : subject,
            Scope = scope,
            GrantedAt = time.Issued,
            Properties = SignInOf(claims),
        },
    };

    // In the place where the model of the authorization server has it, so that a resource reads it in the same way.
    private static Properties SignInOf(JsonElement claims)
    {
        var signIn = Properties.Empty;
        if (claims.TryGetTime(UserAuthentication.TimeProperty, out var time) && time is { } then)
            signIn = new UserAuthentication { Time = then }.WriteTo(signIn);
        return claims.Text(UserAuthentication.ContextClassProperty) is { Length: > 0 } contextClass
            ? signIn.With(UserAuthentication.ContextClassProperty, contextClass)
            : signIn;
    }

    internal static bool TryGetScope(JsonElement claims, out Scope scope)
    {
        scope = Scope.Empty;
        return !claims.TryGetProperty("scope", out var value)
            || (value.ValueKind == JsonValueKind.String && Scope.TryParse(value.GetString(), out scope));
    }

    private static Properties Others(JsonElement claims)
    {
        var others = Properties.Empty;
        foreach (var claim in claims.EnumerateObject())
        {
            if (claim.Name is "iss" or "exp" or "aud" or "sub" or "client_id" or "iat" or "nbf" or "jti" or "scope" or "active"
                or "token_type" or "cnf") continue;
            others = others.With(
                claim.Name, claim.Value.ValueKind == JsonValueKind.String ? claim.Value.GetString()! : claim.Value.GetRawText());
        }
        return others;
    }
}
