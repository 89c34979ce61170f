namespace OAuth2Server.AspNetCore;

/// <summary>The built-in grants. Each compiles only for a model that implements what it needs (CS0311 names the missing
/// interface).</summary>
public static class OAuth2GrantExtensions
{
    /// <summary>Adds the authorization code grant with PKCE (RFC 6749 §4.1, RFC 7636).</summary>
    /// <typeparam name="TModel">A model that is an <see cref="IAuthorizationCodeModel"/>.</typeparam>
    public static OAuth2Builder<TModel> AddAuthorizationCode<TModel>(this OAuth2Builder<TModel> server)
        where TModel : class, IAuthorizationCodeModel =>
        server.AddGrant<AuthorizationCodeGrant>();

    /// <summary>Adds the refresh token grant (RFC 6749 §6). Clients registered for <c>refresh_token</c> then get refresh tokens.</summary>
    /// <typeparam name="TModel">A model that is an <see cref="IRefreshTokenModel"/>.</typeparam>
    public static OAuth2Builder<TModel> AddRefreshToken<TModel>(this OAuth2Builder<TModel> server)
        where TModel : class, IRefreshTokenModel =>
        server.AddGrant<RefreshTokenGrant>();

    /// <summary>Adds the client credentials grant (RFC 6749 §4.4).</summary>
    /// <typeparam name="TModel">A model that is an <see cref="IClientCredentialsModel"/>.</typeparam>
    public static OAuth2Builder<TModel> AddClientCredentials<TModel>(this OAuth2Builder<TModel> server)
        where TModel : class, IClientCredentialsModel =>
        server.AddGrant<ClientCredentialsGrant>();

    /// <summary>Adds the device authorization grant (RFC 8628), and with it the device authorization endpoint. The page where users type
    /// the code is the application's: see <see cref="DeviceInteraction"/>.</summary>
    /// <typeparam name="TModel">A model that is an <see cref="IDeviceCodeModel"/>.</typeparam>
    public static OAuth2Builder<TModel> AddDeviceCode<TModel>(this OAuth2Builder<TModel> server) where TModel : class, IDeviceCodeModel =>
        server.AddGrant<DeviceCodeGrant>();

    /// <summary>Adds the password grant (RFC 6749 §4.3), which RFC 9700 §2.4 forbids for new uses; a warning is logged at start.</summary>
    /// <typeparam name="TModel">A model that is an <see cref="IPasswordModel"/>.</typeparam>
    public static OAuth2Builder<TModel> AddPassword<TModel>(this OAuth2Builder<TModel> server) where TModel : class, IPasswordModel =>
        server.AddGrant<PasswordGrant>();
}
