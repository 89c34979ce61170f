using OAuth2Server.AspNetCore;

namespace OAuth2Server.Host;

/// <summary>The grants that this server has; those that some client names are switched on.</summary>
internal static class Grants
{
    internal static IReadOnlyList<string> Available { get; } = [AuthorizationCodeGrant.Name, RefreshTokenGrant.Name, ClientCredentialsGrant.Name, PasswordGrant.Name];

    internal static void AddGrants<TModel>(this OAuth2Builder<TModel> server, IEnumerable<ClientSettings> clients)
        where TModel : class, IAuthorizationCodeModel, IRefreshTokenModel, IClientCredentialsModel, IPasswordModel
    {
        var named = clients.SelectMany(client => client.Client.GrantTypes).ToHashSet(StringComparer.Ordinal);
        if (named.Contains(AuthorizationCodeGrant.Name)) server.AddAuthorizationCode();
        if (named.Contains(RefreshTokenGrant.Name)) server.AddRefreshToken();
        if (named.Contains(ClientCredentialsGrant.Name)) server.AddClientCredentials();
        if (named.Contains(PasswordGrant.Name)) server.AddPassword();
    }
}
