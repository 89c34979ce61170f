namespace OAuth2Server;

/// <summary>Optional: a model that remembers consents, keyed (issuer, subject, client). Without it resource owners are asked every time.</summary>
public interface IConsentModel
{
    /// <summary>Finds a consent.</summary>
    /// <param name="issuer">The issuer.</param>
    /// <param name="subject">The resource owner.</param>
    /// <param name="clientId">The client.</param>
    /// <param name="ct">Cancelled when the browser goes away.</param>
    /// <returns>The consent; null when there is none, or it was withdrawn.</returns>
    ValueTask<Consent?> GetConsentAsync(string issuer, string subject, string clientId, CancellationToken ct);

    /// <summary>Finds all consents of a resource owner, for a page where they can be withdrawn.</summary>
    /// <param name="issuer">The issuer.</param>
    /// <param name="subject">The resource owner.</param>
    /// <param name="ct">Cancelled when the browser goes away.</param>
    ValueTask<IReadOnlyList<Consent>> GetConsentsAsync(string issuer, string subject, CancellationToken ct);

    /// <summary>Saves a consent in the place of the one with its key.</summary>
    /// <param name="consent">The consent.</param>
    /// <param name="ct">Cancelled when the browser goes away.</param>
    ValueTask SaveConsentAsync(Consent consent, CancellationToken ct);

    /// <summary>Withdraws a consent: every authorization of the pair that was granted until now is dead, whatever is saved for it later, and the next request asks again.</summary>
    /// <param name="issuer">The issuer.</param>
    /// <param name="subject">The resource owner.</param>
    /// <param name="clientId">The client.</param>
    /// <param name="now">The time of the withdrawal, UTC: authorizations with <see cref="Authorization.GrantedAt"/> up to and including it are dead.</param>
    /// <param name="ct">Cancelled when the browser goes away.</param>
    ValueTask RevokeConsentAsync(string issuer, string subject, string clientId, DateTimeOffset now, CancellationToken ct);
}
