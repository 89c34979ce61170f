using System.Globalization;

namespace OAuth2Server.Host.Pages;

/// <summary>An application on the account page.</summary>
/// <param name="ClientId">The id of the client.</param>
/// <param name="Name">The name of the client for users; the id if the store does not have the client any more.</param>
/// <param name="Consent">The remembered consent; null if none is remembered.</param>
/// <param name="Access">The accesses that the application has now.</param>
internal sealed record AllowedApplication(
    string ClientId, string Name, GivenConsent? Consent, IReadOnlyList<GivenAccess> Access)
{
    internal static AllowedApplication Of(
        string clientId,
        IReadOnlyList<Consent> consents,
        IReadOnlyList<LiveAuthorization> authorizations,
        IReadOnlyDictionary<string, string> names,
        HostSettings settings)
    {
        var consent = consents.FirstOrDefault(c => c.ClientId == clientId);
        return new(
            clientId,
            names.GetValueOrDefault(clientId, clientId),
            consent is null ? null : new(AllTexts(consent, settings), Date(consent.GrantedAt)),
            [.. authorizations.Where(live => live.Authorization.ClientId == clientId).Select(live => new GivenAccess(
                live.Authorization.Id,
                string.Join(", ", Texts(live.Authorization.Scope, settings).Concat(DetailsTexts(live.Authorization, settings))),
                string.Join(", ", live.Authorization.Resources),
                Date(live.Authorization.GrantedAt),
                live.LastUsedAt is { } used ? Date(used) : null))]);
    }

    private static IReadOnlyList<string> AllTexts(Consent consent, HostSettings settings) =>
    [
        .. Texts(consent.Scope, settings),
        .. consent.Resources.SelectMany(entry => Texts(entry.Scope, settings).Select(text => $"{text}, for use at {entry.Resource}")),
    ];

    private static IReadOnlyList<string> Texts(Scope scope, HostSettings settings) =>
        [.. scope.Select(name => settings.Scopes.GetValueOrDefault(name, name))];

    // A type that was removed from the configuration gives nothing any more.
    private static IEnumerable<string> DetailsTexts(Authorization authorization, HostSettings settings) =>
        from one in AuthorizationDetails.In(authorization)
        from type in settings.DetailsTypes
        where type.Type == one.Type
        select type.Describe(one);

    private static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>A remembered consent on the account page.</summary>
/// <param name="Scopes">The allowed scopes, as texts for users, with the resource where one was named.</param>
/// <param name="Since">The date, UTC, when the user allowed it last.</param>
internal sealed record GivenConsent(IReadOnlyList<string> Scopes, string Since);

/// <summary>An authorization on the account page.</summary>
/// <param name="Id">The id of the authorization.</param>
/// <param name="Scopes">The granted scopes, as texts for users, with commas.</param>
/// <param name="Resources">The resources that its tokens are for, with commas; empty for any.</param>
/// <param name="Since">The date, UTC, when the user granted it.</param>
/// <param name="LastUsed">The date, UTC, when its client last got tokens; null if it is not known.</param>
internal sealed record GivenAccess(string Id, string Scopes, string Resources, string Since, string? LastUsed);
