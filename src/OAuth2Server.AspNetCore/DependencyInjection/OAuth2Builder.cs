using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OAuth2Server.AspNetCore;

/// <summary>Adds grants, policies, client authentication methods and event handlers to a server; made by <c>AddOAuth2Server</c>.</summary>
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

    /// <summary>How long the model lives, and with it the server and the grants.</summary>
    public ServiceLifetime Lifetime { get; }

    /// <summary>Adds a grant: an extension of your own (RFC 6749 §4.5).</summary>
    /// <typeparam name="T">The grant; its constructor may ask for model interfaces and services.</typeparam>
    /// <param name="grantType">The <c>grant_type</c> it answers to; null takes its own <see cref="IGrant.GrantType"/>.</param>
    public OAuth2Builder<TModel> AddGrant<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(string? grantType = null) where T : class, IGrant
    {
        Services.TryAdd(new ServiceDescriptor(typeof(T), typeof(T), Lifetime));
        Services.Add(new ServiceDescriptor(typeof(IGrant), p => grantType is null ? p.GetRequiredService<T>() : new NamedGrant(grantType, p.GetRequiredService<T>()), Lifetime));
        return this;
    }

    /// <summary>Adds a client authentication method beside the three built-in ones.</summary>
    /// <typeparam name="T">The method.</typeparam>
    public OAuth2Builder<TModel> AddClientAuthentication<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>() where T : class, IClientAuthenticationMethod
    {
        Services.Add(new ServiceDescriptor(typeof(IClientAuthenticationMethod), typeof(T), Lifetime));
        return this;
    }

    /// <summary>Adds somebody who is told what happens, after those who were added before. <c>AddSingleton&lt;IOAuthEvents, T&gt;()</c> does the same for one that lives as long as the application.</summary>
    /// <typeparam name="T">The handler; it lives as long as the server.</typeparam>
    public OAuth2Builder<TModel> AddEvents<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>() where T : class, IOAuthEvents
    {
        Services.Add(new ServiceDescriptor(typeof(IOAuthEvents), typeof(T), Lifetime));
        return this;
    }

    /// <summary>Replaces a policy: <see cref="IScopeValidator"/>, <see cref="IScopeVerifier"/>, <see cref="IRedirectUriPolicy"/> or <see cref="ITokenGenerator"/>. It wins over the model's own.</summary>
    /// <typeparam name="TPolicy">The policy's interface.</typeparam>
    /// <typeparam name="T">The implementation.</typeparam>
    /// <exception cref="ArgumentException"><typeparamref name="TPolicy"/> is none of the four.</exception>
    public OAuth2Builder<TModel> AddPolicy<TPolicy, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>() where TPolicy : class where T : class, TPolicy
    {
        if (typeof(TPolicy) != typeof(IScopeValidator) && typeof(TPolicy) != typeof(IScopeVerifier) && typeof(TPolicy) != typeof(IRedirectUriPolicy) && typeof(TPolicy) != typeof(ITokenGenerator))
            throw new ArgumentException($"{typeof(TPolicy).Name} is no policy: name IScopeValidator, IScopeVerifier, IRedirectUriPolicy or ITokenGenerator.");
        Services.Replace(new ServiceDescriptor(typeof(TPolicy), typeof(T), Lifetime));
        return this;
    }

    private sealed class NamedGrant(string grantType, IGrant grant) : IGrant
    {
        public string GrantType => grantType;

        public ValueTask<Outcome<Granted>> HandleAsync(GrantRequest request, CancellationToken ct) => grant.HandleAsync(request, ct);
    }
}
