using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OAuth2Server.AspNetCore;

/// <summary>Adds the server to an application's services.</summary>
public static class OAuth2ServiceCollectionExtensions
{
    /// <summary>Adds a server over your model.</summary>
    /// <typeparam name="TModel">Your model, made by dependency injection.</typeparam>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets the options; they are validated when the application starts.</param>
    /// <param name="lifetime">The lifetime of the model: scoped for one over a DbContext, singleton for one that is thread-safe.</param>
    /// <exception cref="ArgumentException">An <see cref="InMemoryModel"/> is not a singleton: it would forget everything after each
    /// request.</exception>
    public static OAuth2Builder<TModel> AddOAuth2Server<[DynamicallyAccessedMembers(
        DynamicallyAccessedMemberTypes.PublicConstructors)] TModel>(
        this IServiceCollection services, Action<OAuth2ServerOptions>? configure = null,
        ServiceLifetime lifetime = ServiceLifetime.Scoped) where TModel : class, IOAuthModel
    {
        ArgumentNullException.ThrowIfNull(services);
        if (lifetime != ServiceLifetime.Singleton && typeof(InMemoryModel).IsAssignableFrom(typeof(TModel)))
            throw new ArgumentException(
                $"{typeof(TModel).Name} keeps everything in memory: add it with ServiceLifetime.Singleton.", nameof(lifetime));
        services.TryAdd(new ServiceDescriptor(typeof(TModel), typeof(TModel), lifetime));
        return services.AddServer<TModel>(configure, lifetime);
    }

    /// <summary>Adds a server over a model that exists already and lasts as long as the application.</summary>
    /// <typeparam name="TModel">Your model's type.</typeparam>
    /// <param name="services">The application's services.</param>
    /// <param name="model">Your model; it must be thread-safe.</param>
    /// <param name="configure">Sets the options, which are validated when the application starts; null leaves them to
    /// <see cref="BindOptions"/>.</param>
    public static OAuth2Builder<TModel> AddOAuth2Server<TModel>(
        this IServiceCollection services, TModel model, Action<OAuth2ServerOptions>? configure) where TModel : class, IOAuthModel
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(model);
        return services.AddServer<TModel>(configure, ServiceLifetime.Singleton);
    }

    /// <summary>Binds the server's options from configuration as well; a key that no option has stops the start.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="server">The server.</param>
    /// <param name="section">The section whose keys are the names of <see cref="OAuth2ServerOptions"/>.</param>
    public static OAuth2Builder<TModel> BindOptions<TModel>(this OAuth2Builder<TModel> server, IConfiguration section)
        where TModel : class, IOAuthModel
    {
        ArgumentNullException.ThrowIfNull(server);
        server.Services.AddOptions<OAuth2ServerOptions>().Bind(section, binder => binder.ErrorOnUnknownConfiguration = true);
        return server;
    }

    private static OAuth2Builder<TModel> AddServer<TModel>(
        this IServiceCollection services, Action<OAuth2ServerOptions>? configure, ServiceLifetime lifetime) where TModel : class,
        IOAuthModel
    {
        services.AddOptions<OAuth2ServerOptions>().Configure(configure ?? (_ => { })).ValidateOnStart();
        services.TryAddSingleton<IValidateOptions<OAuth2ServerOptions>, OptionsValidation>();
        services.AddOptions<OAuth2AspNetCoreOptions>()
            .Validate(o => o.ConsentPath.StartsWith('/'), "OAuth2AspNetCoreOptions.ConsentPath must start with a slash.")
            .Validate(o => o.LogoutPath.StartsWith('/'), "OAuth2AspNetCoreOptions.LogoutPath must start with a slash.")
            .Validate(o => o.ConsentLifetime > TimeSpan.Zero, "OAuth2AspNetCoreOptions.ConsentLifetime must be positive.")
            .Validate(o => o.SignInLifetime > TimeSpan.Zero, "OAuth2AspNetCoreOptions.SignInLifetime must be positive.")
            .Validate(o => o.CorsAllowedHeaders.All(OAuth2AspNetCoreOptions.IsHeaderName),
                "OAuth2AspNetCoreOptions.CorsAllowedHeaders must have names of headers only (RFC 9110 §5.1).")
            .ValidateOnStart();
        services.AddDataProtection();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ConsentTickets>();
        services.TryAddSingleton<DeviceTickets>();
        services.TryAddSingleton<SignInTickets>();
        services.TryAddSingleton<UsedTickets>();
        services.TryAddSingleton(p => new BruteForceShield(p.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(EnvironmentOf);
        services.TryAddSingleton<UnreadForwardedFor>();
        services.AddSingleton<IHostedService, StartupCheck>();

        var server = new OAuth2Builder<TModel>(services, lifetime);
        foreach (var capability in ModelCapabilities.Of(typeof(TModel)))
            services.TryAdd(new ServiceDescriptor(capability, p => p.GetRequiredService<TModel>(), server.OfServer));
        services.TryAddSingleton<IReplayModel>(_ => new InMemoryReplays());
        services.TryAddEnumerable([
            new(typeof(IClientAuthenticationMethod), typeof(ClientSecretBasic), server.OfServer),
            new(typeof(IClientAuthenticationMethod), typeof(ClientSecretPost), server.OfServer),
            new(typeof(IClientAuthenticationMethod), typeof(NoClientAuthentication), server.OfServer)]);

        // For endpoints of other packages; the server has its own.
        services.TryAdd(new ServiceDescriptor(
            typeof(ClientAuthentication), p => new ClientAuthentication(p.GetServices<IClientAuthenticationMethod>()), lifetime));
        services.TryAdd(new ServiceDescriptor(typeof(AuthorizationServer), AuthorizationServerOf, lifetime));
        if (typeof(IAccessTokenModel).IsAssignableFrom(typeof(TModel)))
            services.TryAdd(new ServiceDescriptor(typeof(ResourceServer), ResourceServerOf, lifetime));
        services.AddInteractions();
        return server;
    }

    private static void AddInteractions(this IServiceCollection services)
    {
        services.TryAddScoped(p => new RememberedConsents(
            p.GetRequiredService<IOAuthModel>(), p.GetService<IConsentModel>(), p.GetRequiredService<ILogger<ConsentInteraction>>()));
        services.TryAddScoped(p => new ConsentInteraction(
            p.GetRequiredService<AuthorizationServer>(),
            p.GetRequiredService<ConsentTickets>(),
            p.GetRequiredService<IOptions<OAuth2AspNetCoreOptions>>(),
            p.GetRequiredService<ILogger<ConsentInteraction>>(),
            p.GetService<IConsentModel>(),
            p.GetRequiredService<RememberedConsents>(),
            p.GetRequiredService<UsedTickets>(),
            p.GetService<IAttemptModel>()));
        services.TryAddScoped(p => new SignInInteraction(
            p.GetRequiredService<SignInTickets>(),
            p.GetRequiredService<IOptions<OAuth2AspNetCoreOptions>>()));
        services.TryAddScoped(p => new DeviceInteraction(
            p.GetRequiredService<AuthorizationServer>(),
            p.GetRequiredService<DeviceTickets>(),
            p.GetRequiredService<IOptions<OAuth2AspNetCoreOptions>>()));
    }

    // Event handlers are found for each request: they may live as long as the model.
    private static OAuthEnvironment EnvironmentOf(IServiceProvider p) => new(
        p.GetRequiredService<IOptions<OAuth2ServerOptions>>().Value,
        p.GetRequiredService<TimeProvider>(),
        p.GetRequiredService<ILoggerFactory>(),
        p.GetRequiredService<BruteForceShield>());

    private static AuthorizationServer AuthorizationServerOf(IServiceProvider p) => new(
        p.GetRequiredService<IOAuthModel>(),
        p.GetRequiredService<OAuthEnvironment>(),
        p.GetServices<IGrant>(),
        new ServerParts
        {
            Policies = new()
            {
                ScopeValidator = p.GetService<IScopeValidator>(),
                RedirectUriPolicy = p.GetService<IRedirectUriPolicy>(),
                TokenGenerator = p.GetService<ITokenGenerator>(),
                ClientRegistrationPolicy = p.GetService<IClientRegistrationPolicy>(),
            },
            ClientAuthentication = p.GetServices<IClientAuthenticationMethod>(),
            Endpoints = p.GetServices<IEndpoint>(),
            MetadataParts = p.GetServices<IMetadataPart>(),
            MetadataAddresses = p.GetServices<MetadataAddress>(),
            AuthorizationChecks = p.GetServices<IAuthorizationCheck>(),
            RequestObjects = p.GetService<IRequestObjectReader>(),
            TokenBindings = p.GetServices<ITokenBinding>(),
            AccessTokenFormats = p.GetServices<IAccessTokenFormat>(),
            IntrospectionFormats = p.GetServices<IIntrospectionFormat>(),
            SubjectIdentifiers = p.GetService<ISubjectIdentifiers>(),
            TokenResponseParts = p.GetServices<ITokenResponsePart>(),
            ClientMetadataParts = p.GetServices<IClientMetadataPart>(),
        });

    private static ResourceServer ResourceServerOf(IServiceProvider p) => new(
        p.GetRequiredService<IAccessTokenModel>(), p.GetRequiredService<OAuthEnvironment>(), p.GetService<IScopeVerifier>(),
        p.GetServices<IProofOfPossession>());
}
