using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OAuth2Server.Jwt;

namespace OAuth2Server.AspNetCore;

/// <summary>What clients sign: their keys, client assertions (<c>private_key_jwt</c>) and request objects.</summary>
public static class OAuth2ClientKeyExtensions
{
    /// <summary>Adds the keys of clients: those of the registration (<see cref="Client.Jwks"/>) and those that clients publish
    /// (<see cref="Client.JwksUri"/>). <see cref="AddPrivateKeyJwt"/> and <see cref="AddRequestObjects"/> add it too.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="server">The server.</param>
    /// <param name="configure">Sets how published keys are fetched and kept; the options are validated when the application
    /// starts.</param>
    public static OAuth2Builder<TModel> AddClientKeys<TModel>(
        this OAuth2Builder<TModel> server, Action<ClientDocumentOptions>? configure = null) where TModel : class, IOAuthModel
    {
        ArgumentNullException.ThrowIfNull(server);
        var services = server.Services;
        services.AddOutboundHttp();
        services.AddChecked(configure, "ClientDocumentOptions.", options => options.Validate());
        services.TryAddSingleton(p => new ClientKeys(
            p.GetRequiredService<OutboundHttp>(),
            p.GetRequiredService<IOptions<ClientDocumentOptions>>().Value,
            p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<ClientKeys>>()));
        return server;
    }

    /// <summary>Sets how requests to addresses that clients named are sent, those of logout too.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="server">The server.</param>
    /// <param name="configure">Sets the options; they are validated when the application starts.</param>
    public static OAuth2Builder<TModel> ConfigureOutbound<TModel>(
        this OAuth2Builder<TModel> server, Action<OutboundOptions> configure) where TModel : class, IOAuthModel
    {
        ArgumentNullException.ThrowIfNull(server);
        server.Services.AddOutboundHttp();
        server.Services.Configure(configure);
        return server;
    }

    /// <summary>Adds the client authentication method <c>private_key_jwt</c> (RFC 7523 §2.2): clients that have it in
    /// <see cref="Client.AuthenticationMethods"/> sign an assertion with their key, and there is no secret.</summary>
    /// <typeparam name="TModel">The model. If it is an <see cref="IReplayModel"/>, an assertion is used once on all nodes together;
    /// otherwise once on each node.</typeparam>
    /// <param name="server">The server.</param>
    /// <param name="configure">Sets the options; they are validated when the application starts.</param>
    public static OAuth2Builder<TModel> AddPrivateKeyJwt<TModel>(
        this OAuth2Builder<TModel> server, Action<ClientAssertionOptions>? configure = null) where TModel : class, IOAuthModel
    {
        ArgumentNullException.ThrowIfNull(server);
        var isNew = server.Services.AddChecked(configure, "ClientAssertionOptions.", options => options.Validate());
        return isNew ? server.AddClientKeys().AddClientAuthentication<PrivateKeyJwt>() : server;
    }

    /// <summary>Adds signed request objects (RFC 9101): a client sends its authorization request as a JWT in the parameter
    /// <c>request</c>.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="server">The server.</param>
    /// <param name="configure">Sets the options; they are validated when the application starts.</param>
    public static OAuth2Builder<TModel> AddRequestObjects<TModel>(
        this OAuth2Builder<TModel> server, Action<RequestObjectOptions>? configure = null) where TModel : class, IOAuthModel
    {
        ArgumentNullException.ThrowIfNull(server);
        server.Services.AddChecked(configure, "RequestObjectOptions.", options => options.Validate());
        server.AddClientKeys().Services.TryAddSingleton<IRequestObjectReader, RequestObjects>();
        return server;
    }

    // The options themselves are a service: the classes that need them are in a package without Microsoft.Extensions.Options.
    private static bool AddChecked<T>(
        this IServiceCollection services, Action<T>? configure, string prefix, Func<T, IEnumerable<string>> problemsOf)
        where T : class, new()
    {
        services.AddOptions<T>().Configure(configure ?? (_ => { })).ValidateOnStart();
        if (services.Any(service => service.ServiceType == typeof(T))) return false;
        services.AddSingleton(p => p.GetRequiredService<IOptions<T>>().Value);
        services.AddSingleton<IValidateOptions<T>>(new Validation<T>(prefix, problemsOf));
        return true;
    }

    private sealed class Validation<T>(string prefix, Func<T, IEnumerable<string>> problemsOf) : IValidateOptions<T> where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options) =>
            problemsOf(options).Select(problem => prefix + problem).ToArray() is { Length: > 0 } problems
                ? ValidateOptionsResult.Fail(problems)
                : ValidateOptionsResult.Success;
    }
}
