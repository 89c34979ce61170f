using Microsoft.Extensions.DependencyInjection;
using OAuth2Server.Jwt;

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
        if (profile >= SecurityProfile.Fapi2) RemoveAlgorithms(server.Services, profile);
        return server;
    }

    private static void RemoveAlgorithms(DPoPOptions options, SecurityProfile profile) =>
        options.Algorithms = [.. options.Algorithms.Where(algorithm => profile.AllowsSigningAlgorithm(algorithm))];

    // After every other configuration: a message that the profile forbids must not be announced.
    private static void RemoveAlgorithms(IServiceCollection services, SecurityProfile profile)
    {
        services.PostConfigure<ClientAssertionOptions>(options =>
        {
            options.AcceptAudienceArray = false;
            options.Algorithms = [.. options.Algorithms.Where(algorithm => profile.AllowsSigningAlgorithm(algorithm))];
        });
        services.PostConfigure<RequestObjectOptions>(options =>
        {
            // A client that signs follows FAPI 2.0 Message Signing §5.3.1.
            (options.RequireAudience, options.RequireLifetime) = (true, true);
            options.Algorithms = [.. options.Algorithms.Where(algorithm => profile.AllowsSigningAlgorithm(algorithm))];
        });
        services.PostConfigure<DPoPOptions>(options => RemoveAlgorithms(options, profile));
        // The resources of this process must not ask for a proof that the token endpoint refuses. Another server has its own profile.
        services.PostConfigureAll<OAuth2BearerOptions>(options =>
        {
            if (options is { Authority: null, DPoP: { } dpop }) RemoveAlgorithms(dpop, profile);
        });
    }
}
