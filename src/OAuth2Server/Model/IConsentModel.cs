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

    /// <summary>Saves a consent in place of the one that it was made from: one compare-and-swap of <see cref="Consent.Id"/>.</summary>
    /// <remarks>Without the comparison, an answer that was given in another window at the same time, or a withdrawal, would be
    /// undone.</remarks>
    /// <param name="consent">The consent, with an id of its own.</param>
    /// <param name="replaced">The consent as <see cref="GetConsentAsync"/> found it; null when there was none.</param>
    /// <param name="ct">Cancelled when the browser disconnects.</param>
    /// <returns>True when it is saved, also when this call is repeated; false, with nothing changed, when there is another consent than
    /// <paramref name="replaced"/> now, or it was withdrawn.</returns>
    ValueTask<bool> SaveConsentAsync(Consent consent, Consent? replaced, CancellationToken ct);

    /// <summary>Saves an authorization code that rests on a remembered consent: the resource owner was not asked. The look at the consent
    /// and the save are one step.</summary>
    /// <remarks>A withdrawal comes before this step, and the code is not saved, or after it, and revokes the code. Without that, a code
    /// could survive the withdrawal of the consent that it rests on.</remarks>
    /// <param name="code">The hash of the code and what was granted.</param>
    /// <param name="consent">The consent as <see cref="GetConsentAsync"/> found it.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the browser disconnects.</param>
    /// <returns>False, with nothing saved, when the consent with this <see cref="Consent.Id"/> does not stand any more.</returns>
    ValueTask<bool> SaveConsentedCodeAsync(AuthorizationCode code, Consent consent, OAuthContext context, CancellationToken ct);

    /// <summary>
    /// Withdraws a consent: every authorization of this resource owner and client that the store has a code or token of is revoked,
    /// and every one that was granted until now, even if records of it are saved later. The next request asks the resource owner again.
    /// </summary>
    /// <remarks>The first part does not compare times: a node whose clock is ahead may have granted an authorization at a time that is
    /// later than <paramref name="now"/>. A pending device code is of no resource owner yet, and stays.</remarks>
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
