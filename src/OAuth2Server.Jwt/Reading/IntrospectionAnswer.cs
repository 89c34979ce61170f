using System.Text.Json;

namespace OAuth2Server.Jwt;

/// <summary>Reads the answer to an introspection request (RFC 7662 §2.2).</summary>
internal static class IntrospectionAnswer
{
    private const string Rule = "RFC 7662 §2.2";

    /// <summary>Reads it.</summary>
    /// <param name="utf8">The body.</param>
    /// <param name="hash">The hash of the token.</param>
    /// <param name="issuer">The issuer whose tokens are accepted.</param>
    /// <param name="requireAudience">Whether a token without an audience is refused.</param>
    /// <param name="time">The time, the skew of clocks, and when a token without an expiry is asked about again.</param>
    /// <returns>The token; <c>invalid_token</c> when it is not active or not valid here; null when the answer cannot be read.</returns>
    internal static Outcome<AccessToken>? Read(
        ReadOnlyMemory<byte> utf8, SecretHash hash, string issuer, bool requireAudience,
        (DateTimeOffset Now, TimeSpan Skew, DateTimeOffset AskAgain) time)
    {
        if (!StrictJson.TryRead(utf8, out var document)) return null;
        using (document)
        {
            var json = document.RootElement;
            if (!json.TryGetProperty("active", out var active)) return null;
            if (active.ValueKind == JsonValueKind.False) return CompactJws.Refusal(Rule, "Its issuer says that it is not active.");
            if (active.ValueKind != JsonValueKind.True) return null;
            return Problem(json, issuer, requireAudience) is { } problem ? problem : Token(json, hash, issuer, time);
        }
    }

    private static OAuthError? Problem(JsonElement json, string issuer, bool requireAudience)
    {
        if (json.Has("iss") && json.Text("iss") != issuer) return CompactJws.Refusal(Rule, "It is a token of another issuer.");
        if (!Confirmation.TryRead(json, out var key)) return CompactJws.Refusal("RFC 7800 §3.1", Confirmation.Problem);
        // The two say the same in different words, or the token is of a kind that is not supported (RFC 9449 §6.2).
        if (json.Has("token_type") && !string.Equals(json.Text("token_type"), key.TokenType, StringComparison.OrdinalIgnoreCase))
            return CompactJws.Refusal("RFC 9449 §6.2", "Its token_type is not that of its cnf.");
        // Some servers also describe refresh tokens.
        if (json.Has("token_use") && json.Text("token_use") is not ("access_token" or "access"))
            return CompactJws.Refusal(Rule, "It is no access token.");
        if (json.Has("aud")) return null;
        if (requireAudience)
            return CompactJws.Refusal("RFC 9700 §2.3", "It has no audience. Request tokens with the resource parameter, or set " +
                "Introspection.RequireAudience to false.");
        return json.Has("token_type")
            ? null
            : CompactJws.Refusal(Rule, "It has neither an audience nor a token_type: it may be a refresh token.");
    }

    private static Outcome<AccessToken> Token(
        JsonElement json, SecretHash hash, string issuer, (DateTimeOffset Now, TimeSpan Skew, DateTimeOffset AskAgain) time)
    {
        if (!json.TryGetTime("exp", out var exp) || !json.TryGetTime("nbf", out var notBefore) || !json.TryGetTime("iat", out var iat))
            return CompactJws.Refusal(Rule, "Its exp, nbf or iat is no time.");
        if (exp <= time.Now - time.Skew) return OAuthError.InvalidToken("The access token is expired.");
        if (notBefore > time.Now + time.Skew) return CompactJws.Refusal(Rule, "Its nbf is in the future: compare the clocks.");
        if (!json.TryGetTexts("aud", out var audience)) return CompactJws.Refusal(Rule, "Its aud is no text and no list of texts.");
        if (!AccessTokenClaims.TryGetScope(json, out var scope)) return CompactJws.Refusal(Rule, "Its scope is no list of scope names.");
        if ((json.Has("sub") && json.Text("sub") is null) || (json.Has("client_id") && json.Text("client_id") is null))
            return CompactJws.Refusal(Rule, "Its sub or client_id is no text.");
        return AccessTokenClaims.Token(
            json, (json.Text("jti") ?? "", hash), issuer, json.Text("client_id") ?? "", json.Text("sub"), scope,
            (iat ?? default, exp ?? time.AskAgain), Confirmation.Of(json)) with
        { Audience = [.. audience] };
    }
}
