using System.Globalization;

namespace OAuth2Server.Host.Pages;

/// <summary>A consent as the account page shows it.</summary>
/// <param name="ClientId">The client's id.</param>
/// <param name="ClientName">Its name for people; the id of a client that is gone.</param>
/// <param name="Scopes">What was allowed, in words for people.</param>
/// <param name="Since">The day, UTC, when it was allowed last.</param>
internal sealed record GivenConsent(string ClientId, string ClientName, IReadOnlyList<string> Scopes, string Since)
{
    internal static GivenConsent Of(Consent consent, IReadOnlyDictionary<string, string> names, HostSettings settings) => new(
        consent.ClientId,
        names.GetValueOrDefault(consent.ClientId, consent.ClientId),
        [.. consent.Scope.Select(scope => settings.Scopes.GetValueOrDefault(scope, scope))],
        consent.GrantedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}
