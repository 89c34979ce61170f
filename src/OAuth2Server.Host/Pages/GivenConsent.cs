using System.Globalization;

namespace OAuth2Server.Host.Pages;

/// <summary>A consent on the account page.</summary>
/// <param name="ClientId">The id of the client.</param>
/// <param name="ClientName">The name of the client for users; the id if the store does not have the client any more.</param>
/// <param name="Scopes">The allowed scopes, as texts for users.</param>
/// <param name="Since">The date, UTC, when the user allowed it last.</param>
internal sealed record GivenConsent(string ClientId, string ClientName, IReadOnlyList<string> Scopes, string Since)
{
    internal static GivenConsent Of(Consent consent, IReadOnlyDictionary<string, string> names, HostSettings settings) => new(
        consent.ClientId,
        names.GetValueOrDefault(consent.ClientId, consent.ClientId),
        [.. consent.Scope.Select(scope => settings.Scopes.GetValueOrDefault(scope, scope))],
        consent.GrantedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}
