namespace OAuth2Server.Jwt;

/// <summary>Verifies the assertions of trusted issuers: JWTs about a user (RFC 7523 §3), and identity assertions
/// (draft-ietf-oauth-identity-assertion-authz-grant-03 §4.4.1).</summary>
/// <remarks>Each refusal is the same <c>invalid_grant</c>, so that the answer does not say whom the server trusts; the log says which check
/// failed. Keys are fetched only for an assertion of a trusted issuer whose claims are all right.</remarks>
/// <param name="keys">The keys of the issuers.</param>
/// <param name="options">The settings.</param>
/// <param name="model">May have more issuers than the settings.</param>
/// <param name="environment">The settings of the server.</param>
public sealed class Assertions(IssuerKeys keys, JwtBearerOptions options, IAssertionModel model, OAuthEnvironment environment)
    : IAssertionReader
{
    /// <inheritdoc/>
    public async ValueTask<Outcome<VerifiedAssertion>> ReadAsync(
        string assertion, Client client, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(assertion);
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(context);
        // A JWT of any other kind is refused: an access token, a logout token, what a client signed (RFC 8725 §3.11).
        var isIdentity = CompactJws.IsOfType(assertion, IdentityAssertion.Type);
        if (CompactJws.Read(assertion, isIdentity ? IdentityAssertion.Type : AssertionClaims.PlainType, isTypeOptional: !isIdentity)
            .IsError(out var error, out var jws)) return Invalid(error);
        using var payload = jws.ReadPayload();
        if (payload is null) return Invalid("RFC 7519 §7.2", "Its payload is no JSON object, or has a member twice.");
        var claims = new AssertionClaims(payload.RootElement, isIdentity);
        if ((await TrustAsync(claims, jws, client, context, ct)).IsError(out error, out var issuer)) return Invalid(error);
        if (claims.Read(issuer, client, context, options.ClockSkew).IsError(out error, out var read)) return Invalid(error);
        if (await keys.FindAsync(issuer, jws, ct) is not { } key)
            return Invalid("RFC 7523 §3", "Its issuer has no key with its kid and alg, or the keys of the issuer cannot be read.");
        return jws.IsSignedBy(key) ? read : Invalid("RFC 7523 §3", "Its signature is wrong.");
    }

    private async ValueTask<Outcome<TrustedIssuer>> TrustAsync(
        AssertionClaims claims, CompactJws jws, Client client, OAuthContext context, CancellationToken ct)
    {
        if (claims.Issuer is not { } name) return Refusal("RFC 7523 §3", "Its iss is missing or is no text.");
        // An assertion of this server is for another one: accepted here, it would widen what the client has.
        if (name == context.Issuer) return Refusal(IdentityAssertion.Rule, "Its iss is this server.");
        if ((options.Find(name) ?? await FromModelAsync(name, context, ct)) is not { } issuer)
            return Refusal("RFC 7523 §3", "Its iss is no trusted issuer.");
        if (!(claims.IsIdentity ? issuer.AcceptsIdentityAssertions : issuer.AcceptsPlainAssertions))
            return Refusal("RFC 8725 §3.11", "Assertions of its kind are not accepted from its issuer.");
        if (!issuer.Clients.Contains(client.Id)) return Refusal("RFC 7523 §3", "The client may not use assertions of its issuer.");
        if (client.Type == ClientType.Public && !issuer.AllowPublicClients)
            return Refusal("RFC 7523 §4", "A public client may not use assertions of its issuer.");
        if (issuer.Algorithms.Count > 0 && !issuer.Algorithms.Contains(jws.Algorithm))
            return Refusal("RFC 8725 §3.1", "Its algorithm is none of its issuer.");
        return client.ProfileIn(context).AllowsSigningAlgorithm(jws.Algorithm)
            ? issuer
            : Refusal("FAPI 2.0 Security Profile §5.4.1", "The profile does not allow its algorithm.");
    }

    private async ValueTask<TrustedIssuer?> FromModelAsync(string name, OAuthContext context, CancellationToken ct)
    {
        if (await model.GetTrustedIssuerAsync(name, context, ct) is not { } issuer) return null;
        if (issuer.Issuer != name)
            throw new InvalidOperationException($"{model.GetType().Name} has the trusted issuer {issuer.Issuer} for {name}.");
        return JwtBearerOptions.ProblemsOf(issuer, environment.Options).ToArray() is { Length: > 0 } problems
            ? throw new InvalidOperationException($"The model's trusted issuer {name} is wrong. {string.Join(' ', problems)}")
            : issuer;
    }

    private static OAuthError Refusal(string rule, string detail) => CompactJws.Refusal(rule, detail);

    private static OAuthError Invalid(OAuthError error) => Invalid(error.Rule, error.Detail);

    private static OAuthError Invalid(string? rule, string? detail) =>
        OAuthError.InvalidGrant("The assertion is not valid.", rule, detail);
}
