namespace OAuth2Server.Jwt;

/// <summary>Reads request objects: authorization requests that the client signed, sent by value (RFC 9101).</summary>
/// <remarks>
/// A browser, or an attacker who controls what it sends, cannot change such a request. Only what is in the object counts. Each refusal is
/// the same <c>invalid_request_object</c>, 400; the log says which check failed. Encrypted objects are not supported. Thread-safe; make one
/// for the application.
/// </remarks>
/// <param name="keys">The keys of the clients.</param>
/// <param name="options">The settings.</param>
public sealed class RequestObjects(ClientKeys keys, RequestObjectOptions options) : IRequestObjectReader
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Algorithms => [.. options.Algorithms];

    /// <inheritdoc/>
    public async ValueTask<Outcome<RequestParameters>> ReadAsync(
        string requestObject, Client client, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(requestObject);
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(context);
        if (CompactJws.Read(requestObject, RequestObjectClaims.Type, isTypeOptional: true).IsError(out var error, out var jws))
            return Invalid(error);
        if (!options.Algorithms.Contains(jws.Algorithm) || (client.RequestObjectSigningAlg ?? jws.Algorithm) != jws.Algorithm)
            return Invalid("RFC 9101 §6.2", "Its algorithm is not accepted, or not the one of the client.");
        var profile = client.ProfileIn(context);
        if (!profile.AllowsSigningAlgorithm(jws.Algorithm))
            return Invalid("FAPI 2.0 Security Profile §5.4.1", "The profile does not allow its algorithm.");
        using var payload = jws.ReadPayload();
        if (payload is null) return Invalid("RFC 9101 §4", "Its payload is no JSON object, or has a member twice.");
        var claims = new RequestObjectClaims(payload.RootElement);
        // The server, or this client, follows the profile.
        var rules = profile >= SecurityProfile.Fapi2 ? options.For(profile) : options;
        if (claims.Problem(client.Id, context.Issuer, rules, context.Now) is { } problem) return Invalid(problem);
        // Last: the keys may be fetched from an address that the client named.
        if (await keys.ProblemAsync(client, jws, ct) is { } wrong)
            return Invalid("RFC 9101 §6.2", $"It cannot be verified: {wrong}.");
        return claims.ReadParameters().IsError(out error, out var parameters) ? Invalid(error) : parameters;
    }

    private static OAuthError Invalid(OAuthError error) => Invalid(error.Rule, error.Detail);

    private static OAuthError Invalid(string? rule, string? detail) =>
        new("invalid_request_object", "The request object is not valid.") { Rule = rule, Detail = detail };
}
