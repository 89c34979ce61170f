using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OAuth2Server.Jwt;
using OAuth2Server.OpenIdConnect;

namespace OAuth2Server.AspNetCore;

/// <summary>OpenID Connect: users sign in to clients.</summary>
public static class OAuth2OpenIdConnectExtensions
{
    /// <summary>Adds OpenID Connect: ID tokens for requests with the scope <c>openid</c>, the parameters of authentication requests, the
    /// UserInfo endpoint, and the metadata at <c>/.well-known/openid-configuration</c>. It adds the signing keys of
    /// <see cref="OAuth2JwtExtensions.AddJwt"/>.</summary>
    /// <remarks>A client gets what its registered scope allows: give it <c>openid</c>, and <c>profile</c> or <c>email</c> where it needs
    /// them. Implement <see cref="IUserClaimsModel"/>, so that there are claims to give.</remarks>
    /// <typeparam name="TModel">A model with authorization codes, access tokens and signing keys.</typeparam>
    /// <param name="server">The server.</param>
    /// <param name="configure">Sets the options; they are validated when the application starts.</param>
    public static OAuth2Builder<TModel> AddOpenIdConnect<TModel>(
        this OAuth2Builder<TModel> server, Action<OpenIdConnectOptions>? configure = null)
        where TModel : class, IAuthorizationCodeModel, IAccessTokenModel, ISigningKeyModel
    {
        ArgumentNullException.ThrowIfNull(server);
        var services = server.Services;
        services.AddOptions<OpenIdConnectOptions>().Configure(configure ?? (_ => { })).ValidateOnStart();
        if (services.Any(service => service.ServiceType == typeof(OpenIdConnectOptions))) return server;
        services.AddSingleton(p => p.GetRequiredService<IOptions<OpenIdConnectOptions>>().Value);
        services.TryAddSingleton<ISubjectIdentifiers, PairwiseSubjects>();
        services.TryAddSingleton<IValidateOptions<OpenIdConnectOptions>, OptionsOfOpenIdConnect>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<OAuth2ServerOptions>, KnownScopes>());
        services.AddSingleton<IHostedService, OpenIdConnectStart>();
        services.AddSingleton(new MetadataAddress("openid_configuration", "/.well-known/openid-configuration"));
        services.TryAdd(new ServiceDescriptor(typeof(IdTokenHints), typeof(IdTokenHints), server.OfServer));
        server.AddLogout();
        return server.AddJwt()
            .AddEndpoint<UserInfoEndpoint>()
            .AddEndpoint<EndSessionEndpoint>()
            .AddAuthorizationCheck<AuthenticationRequestCheck>()
            .AddTokenResponsePart<IdTokenPart>()
            .AddClientMetadataPart<OpenIdClientMetadata>();
    }

    private sealed class OptionsOfOpenIdConnect : IValidateOptions<OpenIdConnectOptions>
    {
        public ValidateOptionsResult Validate(string? name, OpenIdConnectOptions options) =>
            options.Validate().Select(problem => "OpenIdConnectOptions." + problem).ToArray() is { Length: > 0 } problems
                ? ValidateOptionsResult.Fail(problems)
                : ValidateOptionsResult.Success;
    }

    // The metadata must list openid (OpenID Connect Discovery §3).
    private sealed class KnownScopes(IOptions<OpenIdConnectOptions> openId, IServiceProviderIsService services)
        : IPostConfigureOptions<OAuth2ServerOptions>
    {
        public void PostConfigure(string? name, OAuth2ServerOptions options)
        {
            // Clients request offline_access where it is listed.
            string[] offline = services.IsService(typeof(RefreshTokenGrant)) ? ["offline_access"] : [];
            string[] scopes = ["openid", .. openId.Value.ClaimsOfScopes.Keys, .. offline];
            options.ScopesSupported = [.. scopes, .. options.ScopesSupported.Except(scopes, StringComparer.Ordinal)];
        }
    }

    /// <summary>Stops a start that would publish half of a configuration (OpenID Connect Discovery §3).</summary>
    private sealed class OpenIdConnectStart(IServiceScopeFactory scopes, SigningKeys keys, OAuthEnvironment environment) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            await using var scope = scopes.CreateAsyncScope();
            if (!scope.ServiceProvider.GetServices<IGrant>().Any(grant => grant.GrantType == AuthorizationCodeGrant.Name))
                throw new InvalidOperationException("AddOpenIdConnect needs the authorization code grant: call AddAuthorizationCode.");
            // No ID token of a server with FAPI 2.0 is signed with it.
            if (environment.Options.Profile.AllowsSigningAlgorithm(SigningAlgorithm.RS256)
                && !keys.Algorithms.Contains(SigningAlgorithm.RS256))
                throw new InvalidOperationException(
                    "AddOpenIdConnect needs RS256 among SigningKeyOptions.Algorithms: a client that registers no algorithm gets ID " +
                    "tokens that are signed with it (OpenID Connect Core §2).");
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
