using OAuth2Server.AspNetCore;

namespace OAuth2Server.Host;

/// <summary>The grants that this server has. A grant is enabled if at least one configured client, which is not disabled, has it,
/// or clients that register or describe themselves can have it.</summary>
internal static class Grants
{
    internal static IReadOnlyList<string> Available { get; } =
        [AuthorizationCodeGrant.Name, RefreshTokenGrant.Name, ClientCredentialsGrant.Name, PasswordGrant.Name, DeviceCodeGrant.Name,
            TokenExchangeGrant.Name, JwtBearerGrant.Name];

    internal static bool IsEnabled(string grant, HostSettings settings) =>
        settings.Registration.MayUse(grant) || settings.ClientDocuments.MayUse(grant)
        || settings.Clients.Any(client => client.Disabled != true && client.Client.GrantTypes.Contains(grant));

    internal static OAuth2Builder<TModel> AddGrants<TModel>(this OAuth2Builder<TModel> server, HostSettings settings)
        where TModel : class, IAuthorizationCodeModel, IRefreshTokenModel, IClientCredentialsModel, IPasswordModel, IDeviceCodeModel,
        IAccessTokenModel, IAssertionModel, ISigningKeyModel
    {
        if (IsEnabled(AuthorizationCodeGrant.Name, settings)) server.AddAuthorizationCode();
        if (IsEnabled(RefreshTokenGrant.Name, settings)) server.AddRefreshToken();
        if (IsEnabled(ClientCredentialsGrant.Name, settings)) server.AddClientCredentials();
        if (IsEnabled(PasswordGrant.Name, settings)) server.AddPassword();
        if (IsEnabled(DeviceCodeGrant.Name, settings)) server.AddDeviceCode();
        if (IsEnabled(TokenExchangeGrant.Name, settings)) server.AddTokenExchange(settings.TokenExchange.SetTo);
        settings.TokenExchange.AddIdentityAssertions(server);
        TrustedIssuerSettings.AddTo(server, settings);
        return server;
    }
}
