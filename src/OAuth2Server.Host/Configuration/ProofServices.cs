using OAuth2Server.AspNetCore;

namespace OAuth2Server.Host;

/// <summary>What clients prove with keys. A part is there if an enabled client of the configuration can use it.</summary>
internal static class ProofServices
{
    internal static OAuth2Builder<TModel> AddProofs<TModel>(this OAuth2Builder<TModel> server, HostSettings settings)
        where TModel : class, IAuthorizationCodeModel
    {
        var clients = settings.Clients.Where(client => client.Disabled != true).Select(client => client.Client).ToList();
        server.ConfigureOutbound(settings.OpenId.Logout.SetTo).ConfigureOutbound(settings.ClientDocuments.SetTo);
        // A client that registers or describes itself may have keys too.
        var isOpen = settings.Registration.Mode != RegistrationMode.Off || settings.ClientDocuments.Enabled;
        if (isOpen || clients.Exists(client => client.AuthenticationMethods.Contains(ClientMethods.PrivateKeyJwt)))
            server.AddPrivateKeyJwt();
        if (isOpen || clients.Exists(SignsRequests)) server.AddRequestObjects();
        if (settings.DPoP.Enabled) server.AddDPoP(settings.DPoP.SetTo);
        MutualTlsSettings.AddTo(server, settings);
        return settings.Profile == SecurityProfile.None ? server : server.UseProfile(settings.Profile);
    }

    /// <summary>Adds a problem for each client that needs a part which the settings switch off.</summary>
    internal static void RefuseMissing(SettingsSection section, HostSettings settings)
    {
        for (var i = 0; i < settings.Clients.Count; i++)
        {
            var (client, key) = (settings.Clients[i].Client, $"Clients:{i}:DPoPBoundAccessTokens");
            if (client.DPoPBoundAccessTokens && !settings.DPoP.Enabled)
                section.Problem(key, $"is true, but {HostSettings.Section}:DPoP:Enabled is false.");
            if (client is { DPoPBoundAccessTokens: true, TlsClientCertificateBoundAccessTokens: true })
                section.Problem(key, "must not be set together with TlsClientCertificateBoundAccessTokens: a token is bound to one key.");
        }
    }

    private static bool SignsRequests(Client client) =>
        client.GrantTypes.Contains(AuthorizationCodeGrant.Name) && client is not { Jwks: null, JwksUri: null };
}
