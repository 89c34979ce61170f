using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OAuth2Server.Jwt;

namespace OAuth2Server.AspNetCore;

/// <summary>Adds grants, endpoints, policies, client authentication methods, event handlers and other parts to a server; made by
/// <c>AddOAuth2Server</c>.</summary>
/// <typeparam name="TModel">The model: a grant that it cannot serve does not compile.</typeparam>
public sealed class OAuth2Builder<TModel> where TModel : class, IOAuthModel
{
    internal OAuth2Builder(IServiceCollection services, ServiceLifetime lifetime)
    {
        Services = services;
        Lifetime = lifetime;
    }

    /// <summary>The application's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The lifetime of the model and of the server. The grants and the built-in client authentication methods of a scoped server
    /// are transient services: each server has its own.</summary>
    public ServiceLifetime Lifetime { get; }

    /// <summary>The lifetime of a part that only the server asks for, once. A scope keeps what is scoped in a dictionary, which costs more
    /// than most parts. What is a singleton stays one: a scope disposes its transient services.</summary>
    internal ServiceLifetime OfServer => Lifetime == ServiceLifetime.Scoped ? ServiceLifetime.Transient : Lifetime;

    /// <summary>Adds a grant: an extension of your own (RFC 6749 §4.5).</summary>
    /// <typeparam name="T">The grant; its constructor may ask for model interfaces and services.</typeparam>
    /// <param name="grantType">The <c>grant_type</c> that it serves; null takes its own <see cref="IGrant.GrantType"/>.</param>
    public OAuth2Builder<TModel> AddGrant<[DynamicallyAccessedMembers(
        DynamicallyAccessedMemberTypes.PublicConstructors)] T>(string? grantType = null) where T : class, IGrant
    {
        Services.TryAdd(new ServiceDescriptor(typeof(T), typeof(T), OfServer));
        Services.Add(new ServiceDescriptor(
            typeof(IGrant), p => grantType is null
                ? p.GetRequiredService<T>()
                : new NamedGrant(grantType, p.GetRequiredService<T>()), OfServer));
        return this;
    }

    /// <summary>Adds an endpoint: <c>MapOAuth2Server</c> maps it, the metadata names it.</summary>
    /// <typeparam name="T">The endpoint; its constructor may ask for model interfaces, services and
    /// <see cref="ClientAuthentication"/>.</typeparam>
    public OAuth2Builder<TModel> AddEndpoint<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : class, IEndpoint => Add<IEndpoint, T>();

    /// <summary>Adds a client authentication method beside the three built-in ones.</summary>
    /// <typeparam name="T">The method.</typeparam>
    public OAuth2Builder<TModel> AddClientAuthentication<[DynamicallyAccessedMembers(
        DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : class, IClientAuthenticationMethod => Add<IClientAuthenticationMethod, T>();

    /// <summary>Adds an event handler, called after those that were added before. <c>AddSingleton&lt;IOAuthEvents, T&gt;()</c> does the
    /// same for one that lasts as long as the application.</summary>
    /// <typeparam name="T">The handler; it has the lifetime of the server.</typeparam>
    public OAuth2Builder<TModel> AddEvents<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : class, IOAuthEvents => Add<IOAuthEvents, T>();

    /// <summary>Adds a check of authorization requests, which runs after the built-in ones.</summary>
    /// <typeparam name="T">The check.</typeparam>
    public OAuth2Builder<TModel> AddAuthorizationCheck<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : class, IAuthorizationCheck => Add<IAuthorizationCheck, T>();

    /// <summary>Adds a type of authorization details (RFC 9396).</summary>
    /// <typeparam name="T">The type. There is one object of it for the whole application.</typeparam>
    public OAuth2Builder<TModel> AddAuthorizationDetailsType<[DynamicallyAccessedMembers(
        DynamicallyAccessedMemberTypes.PublicConstructors)] T>() where T : AuthorizationDetailsType
    {
        Services.AddSingleton<AuthorizationDetailsType, T>();
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<OAuth2ServerOptions>, AddedDetailsTypes>());
        return this;
    }

    /// <summary>Adds a way to bind tokens to a key of their client.</summary>
    /// <typeparam name="T">The binding.</typeparam>
    public OAuth2Builder<TModel> AddTokenBinding<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : class, ITokenBinding => Add<ITokenBinding, T>();

    /// <summary>Adds a format of access tokens beside opaque texts; of several that apply the first is used.</summary>
    /// <typeparam name="T">The format.</typeparam>
    public OAuth2Builder<TModel> AddAccessTokenFormat<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : class, IAccessTokenFormat => Add<IAccessTokenFormat, T>();

    /// <summary>Adds claims of your own to the JWT access tokens; several add up.</summary>
    /// <typeparam name="T">The class that adds them.</typeparam>
    public OAuth2Builder<TModel> AddAccessTokenClaims<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : class, IAccessTokenClaims => Add<IAccessTokenClaims, T>();

    /// <summary>Adds a form of introspection answers beside JSON; of several that apply the first is used.</summary>
    /// <typeparam name="T">The format.</typeparam>
    public OAuth2Builder<TModel> AddIntrospectionFormat<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : class, IIntrospectionFormat => Add<IIntrospectionFormat, T>();

    /// <summary>Adds a part of the token response beside the tokens.</summary>
    /// <typeparam name="T">The part.</typeparam>
    public OAuth2Builder<TModel> AddTokenResponsePart<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : class, ITokenResponsePart => Add<ITokenResponsePart, T>();

    /// <summary>Adds a type of tokens that token exchange issues beside access tokens.</summary>
    /// <typeparam name="T">The class that issues them.</typeparam>
    public OAuth2Builder<TModel> AddExchangedTokenType<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : class, IExchangedTokenType => Add<IExchangedTokenType, T>();

    /// <summary>Adds members of client registrations beside those of RFC 7591 (<see cref="ClientRegistrationOptions"/>).</summary>
    /// <typeparam name="T">The class that reads and writes them.</typeparam>
    public OAuth2Builder<TModel> AddClientMetadataPart<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : class, IClientMetadataPart => Add<IClientMetadataPart, T>();

    /// <summary>Replaces a policy: <see cref="IScopeValidator"/>, <see cref="IScopeVerifier"/>, <see cref="IRedirectUriPolicy"/>,
    /// <see cref="ITokenGenerator"/> or <see cref="IClientRegistrationPolicy"/>. It wins over the model's own.</summary>
    /// <typeparam name="TPolicy">The policy's interface.</typeparam>
    /// <typeparam name="T">The implementation.</typeparam>
    /// <exception cref="ArgumentException"><typeparamref name="TPolicy"/> is none of the five.</exception>
    public OAuth2Builder<TModel> AddPolicy<TPolicy, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where TPolicy : class
        where T : class, TPolicy
    {
        Type[] policies =
        [
            typeof(IScopeValidator), typeof(IScopeVerifier), typeof(IRedirectUriPolicy), typeof(ITokenGenerator),
            typeof(IClientRegistrationPolicy),
        ];
        if (!policies.Contains(typeof(TPolicy)))
            throw new ArgumentException(
                $"{typeof(TPolicy).Name} is no policy: name IScopeValidator, IScopeVerifier, IRedirectUriPolicy, "
                + "ITokenGenerator or IClientRegistrationPolicy.");
        Services.Replace(new ServiceDescriptor(typeof(TPolicy), typeof(T), Lifetime));
        return this;
    }

    private OAuth2Builder<TModel> Add<TService, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : class, TService
    {
        Services.Add(new ServiceDescriptor(typeof(TService), typeof(T), Lifetime));
        return this;
    }

    private sealed class NamedGrant(string grantType, IGrant grant) : IGrant
    {
        public string GrantType => grantType;

        public ValueTask<Outcome<Granted>> HandleAsync(GrantRequest request, CancellationToken ct) => grant.HandleAsync(request, ct);
    }
}
