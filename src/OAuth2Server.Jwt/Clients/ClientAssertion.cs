using System.Globalization;
using System.Text.Json;

namespace OAuth2Server.Jwt;

/// <summary>The claims of a client assertion (RFC 7523 §3).</summary>
/// <param name="Id">The <c>jti</c>.</param>
/// <param name="Audience">The <c>aud</c>.</param>
/// <param name="AcceptedUntil">When it could not be accepted again.</param>
internal sealed record ClientAssertion(string Id, string Audience, DateTimeOffset AcceptedUntil)
{
    /// <summary>The <c>typ</c> of client assertions (RFC 10070 §4).</summary>
    internal const string Type = "client-authentication+jwt";

    private const int MaxIdLength = 256;
    private const string Rule = "RFC 7523 §3";

    /// <summary>The client that an assertion says it is from. The signature is not verified yet.</summary>
    /// <returns>Null when <c>iss</c> and <c>sub</c> are not the same client id.</returns>
    internal static string? ClientIdOf(JsonElement claims) =>
        // A request object of the same client has no sub; a JWT grant has the sub of a user (RFC 7523 §3 no. 2).
        claims.Text("sub") is { } subject && claims.Text("iss") == subject && !subject.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? subject
            : null;

    /// <summary>Reads the claims. It does not tell whether they are true: the signature is verified by others.</summary>
    /// <param name="claims">The payload.</param>
    /// <param name="audiences">The texts that <c>aud</c> may be.</param>
    /// <param name="options">The settings.</param>
    /// <param name="now">The time.</param>
    /// <returns>The assertion; a refusal whose rule and detail are for the log.</returns>
    internal static Outcome<ClientAssertion> Read(
        JsonElement claims, IReadOnlyCollection<string> audiences, ClientAssertionOptions options, DateTimeOffset now)
    {
        if (AudienceOf(claims, options) is not { } audience || !audiences.Contains(audience, StringComparer.Ordinal))
            // Another authorization server, which the client believes, must not get an assertion that is accepted here.
            return CompactJws.Refusal("RFC 10070 §4", "Its aud is not the issuer alone.");
        if (!claims.TryGetTime("exp", out var exp) || exp is not { } expires
            || !claims.TryGetTime("nbf", out var notBefore) || !claims.TryGetTime("iat", out var issued))
            return CompactJws.Refusal(Rule, "Its exp, nbf or iat is missing or is no time.");
        if (expires <= now - options.ClockSkew) return CompactJws.Refusal(Rule, "It is expired. " + Skew("exp", expires - now));
        if (expires > now + options.MaxLifetime + options.ClockSkew)
            return CompactJws.Refusal(Rule, $"Its exp is more than {options.MaxLifetime} ahead.");
        if (notBefore > now + options.ClockSkew) return CompactJws.Refusal(Rule, Skew("nbf", notBefore.Value - now));
        if (issued > now + options.ClockSkew) return CompactJws.Refusal(Rule, Skew("iat", issued.Value - now));
        if (claims.Text("jti") is not { Length: <= MaxIdLength } id)
            return CompactJws.Refusal(Rule, $"Its jti is missing, is no text, or has more than {MaxIdLength} characters.");
        return new ClientAssertion(id, audience, expires + options.ClockSkew);
    }

    // The operator sees by how much the clock of the client differs.
    private static string Skew(string claim, TimeSpan skew) => string.Create(
        CultureInfo.InvariantCulture,
        $"Its {claim} is {skew.TotalSeconds:+0;-0} seconds from the clock of this server: compare the clocks.");

    private static string? AudienceOf(JsonElement claims, ClientAssertionOptions options)
    {
        if (!claims.TryGetTexts("aud", out var audience) || audience.Length != 1) return null;
        return options.AcceptAudienceArray || claims.GetProperty("aud").ValueKind == JsonValueKind.String ? audience[0] : null;
    }
}
