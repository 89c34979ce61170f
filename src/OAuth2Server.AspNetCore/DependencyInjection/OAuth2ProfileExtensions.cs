using Microsoft.Extensions.DependencyInjection;

namespace OAuth2Server.AspNetCore;

/// <summary>Security profiles: OAuth 2.1, RFC 9700, FAPI 2.0.</summary>
public static class OAuth2ProfileExtensions
{
    /// <summary>Sets what a profile demands, refuses the start where a setting or a part of the server breaks one of its rules, and refuses
    /// requests that break one.</summary>
    /// <remarks>Settings of <c>AddOAuth2Server</c> that are less strict are replaced; a setting that is bound or configured afterwards and
    /// breaks a rule stops the start. <see cref="AuthorizationServer.Examine"/> examines clients too.</remarks>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="server">The server.</param>
    /// <param name="profile">The profile.</param>
    public static OAuth2Builder<TModel> UseProfile<TModel>(this OAuth2Builder<TModel> server, SecurityProfile profile)
        where TModel : class, IOAuthModel
    {
        ArgumentNullException.ThrowIfNull(server);
        server.Services.AddOptions<OAuth2ServerOptions>().Configure(options => options.UseProfile(profile));
        return server;
    }
}
