using OAuth2Server.OpenIdConnect;

namespace OAuth2Server.Host;

/// <summary>Reads what a client registers for OpenID Connect.</summary>
internal sealed class OpenIdClientReader(SettingsSection section, List<string> problems)
{
    internal Client AddTo(Client client)
    {
        var sector = section.Url("SectorIdentifierUri");
        var settings = new OpenIdClient
        {
            IdTokenSignedResponseAlg = section.Choice("IdTokenSignedResponseAlg"),
            IsPairwise = section.Choice("SubjectType") == "pairwise",
            SectorIdentifierHost = sector?.Host,
            PostLogoutRedirectUris = [.. PostLogoutRedirectUris(client)],
            BackChannelLogoutUri = section.Url("BackchannelLogoutUri")?.OriginalString,
            BackChannelLogoutSessionRequired = section.Flag("BackchannelLogoutSessionRequired") == true,
            FrontChannelLogoutUri = section.Url("FrontchannelLogoutUri")?.OriginalString,
            FrontChannelLogoutSessionRequired = section.Flag("FrontchannelLogoutSessionRequired") == true,
            DefaultMaxAge = section.Time("DefaultMaxAge", null),
        };
        if (settings.IsPairwise && sector is null && !HasHost(client))
            section.Problem("SectorIdentifierUri", "is missing: SubjectType is pairwise, and RedirectUris do not have one host, or have a "
                + "loopback address.");
        return settings.AddTo(client);
    }

    private static bool HasHost(Client client)
    {
        Uri?[] urls = [.. client.RedirectUris.Select(uri => Uri.TryCreate(uri, UriKind.Absolute, out var url) ? url : null)];
        return urls.All(url => url is { IsLoopback: false, Host.Length: > 0 })
            && urls.Select(url => url!.Host).Distinct(StringComparer.OrdinalIgnoreCase).Count() == 1;
    }

    private IEnumerable<string> PostLogoutRedirectUris(Client client)
    {
        foreach (var uri in section.Texts("PostLogoutRedirectUris"))
        {
            if (RedirectUri.Problem(uri.Value, client.SchemesWithoutDot) is { } problem)
                problems.Add($"{uri.Key} '{uri.Value}' is refused. {problem}");
            yield return uri.Value;
        }
    }
}
