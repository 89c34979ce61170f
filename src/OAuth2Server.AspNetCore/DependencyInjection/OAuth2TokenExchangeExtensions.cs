using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace OAuth2Server.AspNetCore;

/// <summary>Token exchange.</summary>
public static class OAuth2TokenExchangeExtensions
{
    /// <summary>Adds token exchange (RFC 8693): a client gives an access token of a user for one that is valid at another resource. Every
    /// exchange is refused that no <see cref="TokenExchangeOptions.Policies"/> allow.</summary>
    /// <typeparam name="TModel">A model that is an <see cref="IAccessTokenModel"/>.</typeparam>
    /// <param name="server">The server.</param>
    /// <param name="configure">Sets the options; they are validated when the application starts. Several calls add up.</param>
    public static OAuth2Builder<TModel> AddTokenExchange<TModel>(
        this OAuth2Builder<TModel> server, Action<TokenExchangeOptions>? configure = null) where TModel : class, IOAuthModel,
        IAccessTokenModel
    {
        ArgumentNullException.ThrowIfNull(server);
        var services = server.Services;
        services.AddOptions<TokenExchangeOptions>().Configure(configure ?? (_ => { })).ValidateOnStart();
        if (services.Any(service => service.ServiceType == typeof(TokenExchangeOptions))) return server;
        services.AddSingleton(p => p.GetRequiredService<IOptions<TokenExchangeOptions>>().Value);
        services.TryAddSingleton<IValidateOptions<TokenExchangeOptions>, OptionsOfTokenExchange>();
        return server.AddGrant<TokenExchangeGrant>();
    }

    private sealed class OptionsOfTokenExchange(IOptions<OAuth2ServerOptions> server) : IValidateOptions<TokenExchangeOptions>
    {
        public ValidateOptionsResult Validate(string? name, TokenExchangeOptions options) =>
            options.Validate(server.Value).Select(problem => "TokenExchangeOptions." + problem).ToArray() is { Length: > 0 } problems
                ? ValidateOptionsResult.Fail(problems)
                : ValidateOptionsResult.Success;
    }
}
