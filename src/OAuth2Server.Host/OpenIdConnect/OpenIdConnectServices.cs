using OAuth2Server.AspNetCore;

namespace OAuth2Server.Host;

/// <summary>Adds OpenID Connect where a configured client may ask for it.</summary>
internal static class OpenIdConnectServices
{
    private const string OpenId = "openid";

    internal static OAuth2Builder<TModel> AddOpenIdConnect<TModel>(this OAuth2Builder<TModel> server, HostSettings settings)
        where TModel : class, IAuthorizationCodeModel, IAccessTokenModel, ISigningKeyModel
    {
        if (settings.Clients.Any(client => client.Disabled != true && client.Client.Scope?.Contains(OpenId) == true))
            server.AddOpenIdConnect(settings.Logout.SetTo);
        return server;
    }
}
