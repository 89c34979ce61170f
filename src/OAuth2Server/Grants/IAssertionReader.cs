namespace OAuth2Server;

/// <summary>Verifies the assertions of trusted issuers (RFC 7523 §3). The package of JSON Web Tokens has one.</summary>
public interface IAssertionReader
{
    /// <summary>Verifies an assertion. It marks nothing as used.</summary>
    /// <param name="assertion">The parameter <c>assertion</c>.</param>
    /// <param name="client">The client, authenticated and registered for the grant type.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>What the issuer asserts; <c>invalid_grant</c>, with one description for every reason.</returns>
    ValueTask<Outcome<VerifiedAssertion>> ReadAsync(string assertion, Client client, OAuthContext context, CancellationToken ct);
}
