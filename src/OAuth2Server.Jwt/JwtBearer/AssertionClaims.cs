using System.Text.Json;

namespace OAuth2Server.Jwt;

/// <summary>The claims of an assertion (RFC 7523 §3).</summary>
/// <param name="claims">The payload.</param>
/// <param name="isIdentity">Whether its type is that of identity assertions.</param>
internal sealed class AssertionClaims(JsonElement claims, bool isIdentity)
{
    /// <summary>The <c>typ</c> of assertions without a type of their own; it may be missing.</summary>
    internal const string PlainType = "JWT";

    private const int MaxIdLength = 256;
    private const int MaxResources = 20;
    private const string Rule = "RFC 7523 §3";

    // Whom the client acts for would be lost, and a name of the other server could be one of this server (RFC 8693 §4.1, §4.4).
    private static readonly string[] NotSupported = ["act", "may_act"];

    internal bool IsIdentity => isIdentity;

    /// <summary>The <c>iss</c>. The signature is not verified yet.</summary>
    internal string? Issuer => claims.Text("iss");

    /// <summary>Checks and reads them.</summary>
    /// <returns>The assertion; a refusal whose rule and detail are for the log.</returns>
    internal Outcome<VerifiedAssertion> Read(TrustedIssuer issuer, Client client, OAuthContext context, TimeSpan skew)
    {
        if (AudienceProblem(context) is { } wrongAudience) return wrongAudience;
        if (claims.Text("sub") is not { Length: <= MaxIdLength } subject)
            return Refusal(Rule, $"Its sub is missing, is no text, or has more than {MaxIdLength} characters.");
        if (claims.Text("jti") is not { Length: <= MaxIdLength } id)
            return Refusal(Rule, $"Its jti is missing, is no text, or has more than {MaxIdLength} characters: it could be used twice.");
        if (ReadExpiry(issuer, context.Now, skew).IsError(out var wrongTime, out var expires)) return wrongTime;
        if (isIdentity && IdentityAssertion.Problem(claims, client) is { } wrongClient) return wrongClient;
        if (Array.Find(NotSupported, name => claims.Has(name)) is { } member)
            return Refusal("RFC 8693 §4", $"It has {member}, which the server does not accept in assertions.");
        if (!Confirmation.TryRead(claims, out var key)) return Refusal("RFC 7800 §3.1", Confirmation.Problem);
        if (!TryReadScope(out var scope)) return Refusal("RFC 6749 §3.3", "Its scope is no list of scope names.");
        if (!claims.TryGetTexts("resource", out var resources) || resources.Length > MaxResources)
            return Refusal("RFC 8707 §2", $"Its resource is no text and no list of 1 to {MaxResources} texts.");
        return new VerifiedAssertion
        {
            Assertion = new(issuer, subject, id, isIdentity, claims.Clone()),
            AcceptedUntil = expires + skew,
            Key = key,
            Scope = scope,
            Resources = [.. resources],
        };
    }

    // One value: another server, which the client believes, must not get an assertion that is accepted here. The draft names the issuer
    // alone; before it, the token endpoint was usual too (RFC 7523 §3).
    private OAuthError? AudienceProblem(OAuthContext context)
    {
        if (!claims.TryGetTexts("aud", out var audience) || audience is not [var only])
            return Refusal(Rule, "Its aud is missing, or is not one text.");
        return only == context.Issuer || (!isIdentity && only == context.EndpointUrl("/token"))
            ? null
            : Refusal(Rule, "Its aud is another server.");
    }

    private Outcome<DateTimeOffset> ReadExpiry(TrustedIssuer issuer, DateTimeOffset now, TimeSpan skew)
    {
        if (!claims.TryGetTime("exp", out var exp) || exp is not { } expires
            || !claims.TryGetTime("nbf", out var notBefore) || !claims.TryGetTime("iat", out var issued))
            return Refusal(Rule, "Its exp, nbf or iat is missing or is no time.");
        if (isIdentity && issued is null) return Refusal(IdentityAssertion.Rule, "Its iat is missing.");
        if (expires <= now - skew) return Refusal(Rule, "It is expired.");
        if (expires > now + issuer.MaxLifetime + skew) return Refusal(Rule, $"Its exp is more than {issuer.MaxLifetime} ahead.");
        return notBefore > now + skew || issued > now + skew
            ? Refusal(Rule, "Its nbf or iat is in the future: compare the clocks.")
            : expires;
    }

    // An empty text is no scope at all, and not an omitted one.
    private bool TryReadScope(out Scope? scope)
    {
        scope = null;
        if (!claims.TryGetProperty("scope", out var value)) return true;
        if (value.ValueKind != JsonValueKind.String || !Scope.TryParse(value.GetString(), out var read)) return false;
        scope = read;
        return true;
    }

    private static OAuthError Refusal(string rule, string detail) => CompactJws.Refusal(rule, detail);
}
