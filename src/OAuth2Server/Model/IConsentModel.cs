namespace OAuth2Server;

/// <summary>
/// Optional: a model that remembers consents, keyed by issuer, subject and client. Without it, the resource owner is asked at each request.
/// </summary>
public interface IConsentModel
{
    /// <summary>Finds a remembered consent.</summary>
    /// <param name="issuer">The issuer.</param>
    /// <param name="subject">The resource owner.</param>
    /// <param name="clientId">The client.</param>
    /// <param name="ct">Cancelled when the browser disconnects.</param>
    /// <returns>The consent; null when there is none or it was withdrawn.</returns>
    ValueTask<Consent?> GetConsentAsync(string issuer, string subject, string clientId, CancellationToken ct);

    /// <summary>Finds all remembered consents of a resource owner, for a page where the resource owner can withdraw them.</summary>
    /// <param name="issuer">The issuer.</param>
    /// <param name="subject">The resource owner.</param>
    /// <param name="ct">Cancelled when the browser disconnects.</param>
    ValueTask<IReadOnlyList<Consent>> GetConsentsAsync(string issuer, string subject, CancellationToken ct);

    /// <summary>Saves a consent and replaces the one with the same key.</summary>
    /// <param name="consent">The consent.</param>
    /// <param name="ct">Cancelled when the browser disconnects.</param>
    ValueTask SaveConsentAsync(Consent consent, CancellationToken ct);

    /// <summary>
    /// Withdraws a consent: every authorization of this resource owner and client that was granted until now
    /// is revoked, even if records of it are saved later. The next request asks the resource owner again.
    /// </summary>
    /// <param name="issuer">The issuer.</param>
    /// <param name="subject">The resource owner.</param>
    /// <param name="clientId">The client.</param>
    /// <param name="now">
    /// The time of the withdrawal, UTC: authorizations with
    /// <see cref="Authorization.GrantedAt"/> up to and including this time are revoked.
    /// </param>
    /// <param name="ct">Cancelled when the browser disconnects.</param>
    ValueTask RevokeConsentAsync(string issuer, string subject, string clientId, DateTimeOffset now, CancellationToken ct);

    /// <summary>Withdraws a consent and tells how long the withdrawal must be remembered.</summary>
    /// <remarks>
    /// Without an implementation of its own, it is the function above, and <paramref name="until"/> is ignored. A store whose rows expire
    /// by themselves implements it.
    /// </remarks>
    /// <param name="issuer">The issuer.</param>
    /// <param name="subject">The resource owner.</param>
    /// <param name="clientId">The client.</param>
    /// <param name="now">The time of the withdrawal, UTC.</param>
    /// <param name="until">When the last authorization that can have been granted until now ends, UTC: <paramref name="now"/> and
    /// <see cref="OAuth2ServerOptions.AuthorizationLifetime"/>. Null when authorizations have no end: it is kept without end.</param>
    /// <param name="ct">Cancelled when the browser disconnects.</param>
    ValueTask RevokeConsentAsync(
        string issuer, string subject, string clientId, DateTimeOffset now, DateTimeOffset? until, CancellationToken ct) =>
        RevokeConsentAsync(issuer, subject, clientId, now, ct);
}
