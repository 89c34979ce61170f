using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OAuth2Server.Jwt;

namespace OAuth2Server.AspNetCore;

/// <summary>Assertions about users: those of other issuers that are accepted, and those for other authorization servers that are
/// issued.</summary>
public static class OAuth2JwtBearerExtensions
{
    /// <summary>Adds the JWT bearer grant (RFC 7523 §2.1): a client has an assertion of a trusted issuer in the place of a sign-in here.
    /// Every assertion is refused whose issuer is not trusted.</summary>
    /// <typeparam name="TModel">A model that is an <see cref="IAssertionModel"/>. If it is an <see cref="IReplayModel"/>, an assertion is
    /// used once on all nodes together; otherwise once on each node.</typeparam>
    /// <param name="server">The server.</param>
    /// <param name="configure">Sets the options; they are validated when the application starts. Several calls add up.</param>
    public static OAuth2Builder<TModel> AddJwtBearerGrant<TModel>(
        this OAuth2Builder<TModel> server, Action<JwtBearerOptions>? configure = null) where TModel : class, IAssertionModel
    {
        ArgumentNullException.ThrowIfNull(server);
        var services = server.Services;
        services.AddOptions<JwtBearerOptions>().Configure(configure ?? (_ => { })).ValidateOnStart();
        if (services.Any(service => service.ServiceType == typeof(JwtBearerOptions))) return server;
        services.AddOutboundHttp();
        services.AddSingleton(p => p.GetRequiredService<IOptions<JwtBearerOptions>>().Value);
        services.TryAddSingleton<IValidateOptions<JwtBearerOptions>, OptionsOfGrant>();
        services.AddSingleton(p => new IssuerKeys(
            p.GetRequiredService<OutboundHttp>(),
            p.GetRequiredService<JwtBearerOptions>().Documents,
            p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<IssuerKeys>>()));
        services.TryAdd(new ServiceDescriptor(typeof(IAssertionReader), typeof(Assertions), server.OfServer));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IMetadataPart, IdentityAssertionProfile>());
        return server.AddGrant<JwtBearerGrant>();
    }

    /// <summary>Adds identity assertions (ID-JAG, draft-ietf-oauth-identity-assertion-authz-grant-03): by token exchange, a client that
    /// users sign in to gets an assertion about its user for another authorization server. It adds token exchange and the keys that sign.
    /// Every request is refused that no <see cref="IdentityAssertionOptions.Policies"/> allow.</summary>
    /// <typeparam name="TModel">A model that is an <see cref="IAccessTokenModel"/> and an <see cref="ISigningKeyModel"/>.</typeparam>
    /// <param name="server">The server.</param>
    /// <param name="configure">Sets the options; they are validated when the application starts. Several calls add up.</param>
    public static OAuth2Builder<TModel> AddIdentityAssertions<TModel>(
        this OAuth2Builder<TModel> server, Action<IdentityAssertionOptions>? configure = null)
        where TModel : class, IOAuthModel, IAccessTokenModel, ISigningKeyModel
    {
        ArgumentNullException.ThrowIfNull(server);
        var services = server.Services;
        services.AddOptions<IdentityAssertionOptions>().Configure(configure ?? (_ => { })).ValidateOnStart();
        if (services.Any(service => service.ServiceType == typeof(IdentityAssertionOptions))) return server;
        services.AddSingleton(p => p.GetRequiredService<IOptions<IdentityAssertionOptions>>().Value);
        services.TryAddSingleton<IValidateOptions<IdentityAssertionOptions>, OptionsOfIssuing>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IMetadataPart, IdentityAssertionTokenType>());
        return server.AddJwt().AddTokenExchange().AddExchangedTokenType<IdentityAssertions>();
    }

    private sealed class OptionsOfGrant(IOptions<OAuth2ServerOptions> server) : IValidateOptions<JwtBearerOptions>
    {
        public ValidateOptionsResult Validate(string? name, JwtBearerOptions options) =>
            options.Validate(server.Value).Select(problem => "JwtBearerOptions." + problem).ToArray() is { Length: > 0 } problems
                ? ValidateOptionsResult.Fail(problems)
                : ValidateOptionsResult.Success;
    }

    private sealed class OptionsOfIssuing(IOptions<OAuth2ServerOptions> server) : IValidateOptions<IdentityAssertionOptions>
    {
        public ValidateOptionsResult Validate(string? name, IdentityAssertionOptions options) =>
            options.Validate(server.Value).Select(problem => "IdentityAssertionOptions." + problem).ToArray() is { Length: > 0 } problems
                ? ValidateOptionsResult.Fail(problems)
                : ValidateOptionsResult.Success;
    }
}
