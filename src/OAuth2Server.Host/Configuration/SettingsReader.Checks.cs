namespace OAuth2Server.Host;

/// <content>What depends on several settings.</content>
internal sealed partial class SettingsReader
{
    private static void Check(SettingsSection section, HostSettings settings)
    {
        RefuseUnknownResourceServers(section, settings);
        settings.TokenExchange.Check(section, settings);
        settings.Trusted.Check(section, settings);
        RefuseAlgorithmsWithoutKeys(section, settings);
        RefuseClientAlgorithmsWithoutKeys(section, settings);
        ProofServices.RefuseMissing(section, settings);
        MutualTlsSettings.RefuseMissing(section, settings);
        if (settings.BehindTlsProxy && settings.Issuer?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) != true)
            section.Problem("Issuer", "must be the https URL that the proxy serves, because BehindTlsProxy is true.");
        if (settings is { BehindTlsProxy: false, KnownProxies.Count: > 0 })
            section.Problem("KnownProxies", "is set, but BehindTlsProxy is not true: X-Forwarded-For is read only behind a proxy.");
    }

    private static void RefuseUnknownResourceServers(SettingsSection section, HostSettings settings)
    {
        for (var i = 0; i < settings.Resources.Count; i++)
        {
            if (settings.Resources[i].ClientId is not { } id) continue;
            if (settings.Clients.Any(client => IsResourceServer(client.Client, id))) continue;
            section.Problem($"Resources:{i}:ClientId", $"'{id}' is not in {HostSettings.Section}:Clients as a confidential client "
                + "without grant types, or with that of token exchange. Only such a client is a resource server that can ask about "
                + "tokens.");
        }
    }

    private static void RefuseAlgorithmsWithoutKeys(SettingsSection section, HostSettings settings)
    {
        for (var i = 0; i < settings.Resources.Count; i++)
        {
            if (settings.Resources[i].SigningAlgorithm is not { } algorithm || settings.Keys.Algorithms.Contains(algorithm)) continue;
            section.Problem(
                $"Resources:{i}:SigningAlgorithm", $"is {algorithm}, which is not in {HostSettings.Section}:Keys:Algorithms.");
        }
    }

    private static void RefuseIntrospection(SettingsSection section, HostSettings settings)
    {
        if (settings.IntrospectionSigningAlgorithm is not { } algorithm) return;
        if (!settings.Keys.Algorithms.Contains(algorithm))
            section.Problem("Introspection:SigningAlgorithm", $"is {algorithm}, which is not in {HostSettings.Section}:Keys:Algorithms.");
        if (!settings.Profile.AllowsSigningAlgorithm(algorithm))
            section.Problem("Introspection:SigningAlgorithm", $"is {algorithm}, which the profile {settings.Profile} does not allow: "
                + "remove it, or set ES256 or PS256.");
    }

    private static void RefuseClientAlgorithmsWithoutKeys(SettingsSection section, HostSettings settings)
    {
        RefuseIntrospection(section, settings);
        for (var i = 0; i < settings.Clients.Count; i++)
        {
            var client = settings.Clients[i].Client;
            var openId = OpenIdConnect.OpenIdClient.Of(client);
            Refuse($"Clients:{i}:IntrospectionSignedResponseAlg", client.IntrospectionSignedResponseAlg);
            Refuse($"Clients:{i}:IdTokenSignedResponseAlg", openId.IdTokenSignedResponseAlg);
            if (openId.IsPairwise && (client.AccessTokenFormat ?? settings.Tokens.AccessTokenFormat) == AccessTokenFormat.Jwt)
                section.Problem($"Clients:{i}:SubjectType", "is pairwise, but the access tokens of the client are JWTs, which show the "
                    + "identifier of the server. Set its AccessTokenFormat to Opaque.");
            if (openId.IsPairwise && settings.OpenId.PairwiseSalt is null)
                section.Problem("OpenIdConnect:PairwiseSalt", $"is missing: SubjectType of client {client.Id} is pairwise.");
        }

        void Refuse(string key, string? algorithm)
        {
            if (algorithm is not null && !settings.Keys.Algorithms.Contains(algorithm))
                section.Problem(key, $"is {algorithm}, which is not in {HostSettings.Section}:Keys:Algorithms.");
        }
    }
}
