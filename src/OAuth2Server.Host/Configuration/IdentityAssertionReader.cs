using OAuth2Server.Jwt;

namespace OAuth2Server.Host;

/// <summary>Reads which clients get identity assertions for which other authorization servers.</summary>
internal static class IdentityAssertionReader
{
    private const string Group = $"{TokenExchangeSettings.Group}:{nameof(TokenExchangeSettings.IdentityAssertions)}";

    internal static IdentityAssertionPolicy Read(SettingsSection section) => new()
    {
        ClientId = section.Text(nameof(IdentityAssertionPolicy.ClientId)) ?? "",
        Audience = section.Text(nameof(IdentityAssertionPolicy.Audience)) ?? "",
        ClientIdAtAudience = section.Text(nameof(IdentityAssertionPolicy.ClientIdAtAudience)),
        Scopes = [.. section.Texts(nameof(IdentityAssertionPolicy.Scopes)).Select(one => one.Value)],
        Resources = [.. section.Texts(nameof(IdentityAssertionPolicy.Resources)).Select(one => one.Value)],
        IncludeEmail = section.Flag(nameof(IdentityAssertionPolicy.IncludeEmail)) == true,
    };

    /// <summary>Adds a problem for each policy that could never give an assertion.</summary>
    internal static void Check(SettingsSection section, HostSettings settings)
    {
        var policies = settings.TokenExchange.IdentityAssertions;
        var options = new IdentityAssertionOptions { Policies = [.. policies] };
        foreach (var sentence in options.Validate(new() { Issuer = settings.Issuer ?? "" }))
        {
            var end = sentence.IndexOf(' ', StringComparison.Ordinal);
            var key = sentence[..end].Replace(nameof(IdentityAssertionOptions.Policies), Group, StringComparison.Ordinal);
            section.Problem(key, sentence[(end + 1)..]);
        }
        for (var i = 0; i < policies.Count; i++)
        {
            if (ClientProblem(policies[i].ClientId, settings) is { } problem)
                section.Problem($"{Group}:{i}:{nameof(IdentityAssertionPolicy.ClientId)}", problem);
        }
    }

    private static string? ClientProblem(string id, HostSettings settings)
    {
        if (id.Length == 0) return null;
        if (settings.Clients.FirstOrDefault(one => one.Client.Id == id)?.Client is not { } client)
            return $"'{id}' is not in {HostSettings.Section}:Clients.";
        if (!client.GrantTypes.Contains(TokenExchangeGrant.Name))
            return $"'{id}' is a client without the grant type {TokenExchangeGrant.Name}: add it to its GrantTypes.";
        return client.Scope.Contains("openid")
            ? null
            : $"'{id}' is a client without the scope openid: an identity assertion is about a user who signed in to it. Add it to its "
                + "Scopes.";
    }
}
