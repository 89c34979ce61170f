using System.Text.Json;

namespace OAuth2Server.Jwt;

/// <summary>The claims of a request object whose signature was verified (RFC 9101 §4).</summary>
internal sealed class RequestObjectClaims(JsonElement claims)
{
    /// <summary>The <c>typ</c> of request objects (§4).</summary>
    internal const string Type = "oauth-authz-req+jwt";

    /// <summary>As many parameters as a form may have.</summary>
    private const int MaxParameters = 128;

    // What says something about the object itself (RFC 7519 §4.1).
    private static readonly string[] OfObject = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"];

    /// <summary>Why the object is not accepted, with a rule and a detail for the log; null when it is.</summary>
    internal OAuthError? Problem(string clientId, string issuer, RequestObjectOptions options, DateTimeOffset now)
    {
        if (claims.Text("client_id") != clientId)
            return Refusal("RFC 9101 §6.3", "Its client_id is missing, or not the client_id beside it.");
        if (claims.Has("iss") && claims.Text("iss") != clientId) return Refusal("RFC 9101 §4", "Its iss is not the client.");
        // An object with this sub could be a client assertion, and an assertion a request object (§10.8).
        if (claims.Has("sub") && (claims.Text("sub") is not { } subject || subject == clientId))
            return Refusal("RFC 9101 §10.8", "Its sub is the client, or is no text.");
        if (claims.Has("request") || claims.Has("request_uri"))
            return Refusal("RFC 9101 §4", "It has request or request_uri.");
        if (!claims.TryGetTexts("aud", out var audience) || (audience.Length == 0 && options.RequireAudience))
            return Refusal("RFC 9101 §4", "Its aud is missing, or is no text and no list of texts.");
        if (audience.Length > 0 && !audience.Contains(issuer, StringComparer.Ordinal))
            return Refusal("RFC 9101 §4", "Its aud is another server.");
        return TimeProblem(options, now);
    }

    /// <summary>The parameters of the request.</summary>
    /// <remarks>A parameter is a text. Numbers and truth values are their JSON text, so that <c>max_age</c> may be a number; objects and
    /// arrays are their JSON text, so that <c>claims</c> and <c>authorization_details</c> may be JSON; an array of texts of
    /// <c>resource</c> or <c>audience</c> is that parameter several times (RFC 8707 §2). Null is an omitted parameter.</remarks>
    /// <returns>The parameters; a refusal when they are too many, or a text has a character that no parameter may have.</returns>
    internal Outcome<RequestParameters> ReadParameters()
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var member in claims.EnumerateObject())
        {
            if (OfObject.Contains(member.Name) || member.Value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined) continue;
            if (member.Name is "resource" or "audience" && claims.TryGetTexts(member.Name, out var texts))
                pairs.AddRange(texts.Select(text => KeyValuePair.Create(member.Name, text)));
            else
                pairs.Add(new(member.Name, member.Value.ValueKind == JsonValueKind.String
                    ? member.Value.GetString()!
                    : member.Value.GetRawText()));
            if (pairs.Count > MaxParameters) return Refusal("RFC 9101 §4", $"It has more than {MaxParameters} parameters.");
        }
        // As in a form: a store written in C ends the text there.
        return pairs.Exists(pair => pair.Key.AsSpan().Contains('\0') || pair.Value.AsSpan().Contains('\0'))
            ? Refusal("RFC 9101 §4", "A parameter holds a NUL.")
            : RequestParameters.Of(pairs);
    }

    private OAuthError? TimeProblem(RequestObjectOptions options, DateTimeOffset now)
    {
        var skew = options.ClockSkew;
        if (!claims.TryGetTime("exp", out var expires) || !claims.TryGetTime("nbf", out var notBefore)
            || !claims.TryGetTime("iat", out var issued))
            return Refusal("RFC 7519 §4.1", "Its exp, nbf or iat is no time.");
        if (expires <= now - skew) return Refusal("RFC 7519 §4.1.4", "It is expired.");
        // A time of the client that is wrong in one claim cannot be trusted in the other.
        if (notBefore > now + skew || issued > now + skew)
            return Refusal("RFC 7519 §4.1.5", "Its nbf or iat is in the future: compare the clocks.");
        if (!options.RequireLifetime) return null;
        return expires is { } end && notBefore is { } start
            && end - start <= options.MaxLifetime && start >= now - options.MaxLifetime - skew
            ? null
            : Refusal("FAPI 2.0 Message Signing §5.3.2", $"Its exp or nbf is missing, or more than {options.MaxLifetime} is between them.");
    }

    private static OAuthError Refusal(string rule, string detail) => CompactJws.Refusal(rule, detail);
}
