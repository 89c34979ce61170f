namespace OAuth2Server;

/// <summary>Optional: finds what a resource owner granted and what is still of use to a client, for a page where the resource owner can
/// see and revoke it: also grants to devices and to applications on devices, of which no consent is remembered.</summary>
public interface IAuthorizationListModel : IAuthorizationModel
{
    /// <summary>Finds the live authorizations of a resource owner, those that were granted last first.</summary>
    /// <param name="issuer">The issuer.</param>
    /// <param name="subject">The resource owner.</param>
    /// <param name="now">The time, UTC.</param>
    /// <param name="atMost">The largest number of authorizations to return.</param>
    /// <param name="ct">Cancelled when the browser disconnects.</param>
    /// <returns>Each authorization once that is not revoked, whose consent was not withdrawn since, that has not ended, and that has a
    /// credential that is neither consumed nor expired, or an access token that is not expired.</returns>
    ValueTask<IReadOnlyList<LiveAuthorization>> GetAuthorizationsAsync(
        string issuer, string subject, DateTimeOffset now, int atMost, CancellationToken ct);
}
