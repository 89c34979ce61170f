namespace OAuth2Server;

/// <summary>What the JWT bearer grant needs (RFC 7523 §2.1): whom an assertion of another issuer is about.</summary>
public interface IAssertionModel : IOAuthModel
{
    /// <summary>Finds the user of this server whom an assertion is about: by a table of the issuer's identifiers, or by a verified e-mail
    /// address. It may make a new user.</summary>
    /// <remarks>The assertion is valid, and is marked as used after this call: of two requests with one assertion, both can come here. Two
    /// issuers may use one identifier for two persons: look up the issuer and the subject together.</remarks>
    /// <param name="assertion">The assertion.</param>
    /// <param name="client">The authenticated client.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>The user; null or <see cref="User.None"/> refuses (<c>invalid_grant</c>).</returns>
    ValueTask<User?> GetUserFromAssertionAsync(UserAssertion assertion, Client client, OAuthContext context, CancellationToken ct);

    /// <summary>Optional: finds an issuer that the options do not name, for instance one of a customer.</summary>
    /// <param name="issuer">The <c>iss</c> of an assertion whose signature is not verified yet.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>The issuer, whose settings are checked at each use; null when it is not trusted (<c>invalid_grant</c>).</returns>
    ValueTask<TrustedIssuer?> GetTrustedIssuerAsync(string issuer, OAuthContext context, CancellationToken ct) => new((TrustedIssuer?)null);
}
