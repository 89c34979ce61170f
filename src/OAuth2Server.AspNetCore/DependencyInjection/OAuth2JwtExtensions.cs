using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OAuth2Server.Jwt;

namespace OAuth2Server.AspNetCore;

/// <summary>JSON Web Tokens: the keys that sign them and rotate, and the key set.</summary>
public static class OAuth2JwtExtensions
{
    /// <summary>Adds JWT access tokens where the settings ask for them (RFC 9068), signed introspection answers (RFC 9701), the keys that
    /// sign both, kept by the model, their rotation in the background, and the key set at <c>/oauth2/jwks</c> (RFC 7517), which the
    /// metadata names as <c>jwks_uri</c>.</summary>
    /// <remarks>Register an <see cref="IKeyEncryption"/>, for instance a <see cref="KeyEncryptionKey"/>, as a singleton, so that private
    /// keys are encrypted in the store; without one a warning is logged at start.</remarks>
    /// <typeparam name="TModel">A model that is an <see cref="ISigningKeyModel"/>.</typeparam>
    /// <param name="server">The server.</param>
    /// <param name="configure">Sets the options; they are validated when the application starts.</param>
    public static OAuth2Builder<TModel> AddJwt<TModel>(this OAuth2Builder<TModel> server, Action<SigningKeyOptions>? configure = null)
        where TModel : class, IOAuthModel, ISigningKeyModel
    {
        ArgumentNullException.ThrowIfNull(server);
        var services = server.Services;
        services.AddOptions<SigningKeyOptions>().Configure(configure ?? (_ => { })).ValidateOnStart();
        // OpenID Connect adds it too.
        if (services.Any(service => service.ServiceType == typeof(SigningKeys))) return server;
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<SigningKeyOptions>, LongestLifetime>());
        services.TryAddSingleton<IValidateOptions<SigningKeyOptions>, SigningKeyOptionsValidation>();
        services.AddSingleton(p => new SigningKeys(
            p.GetRequiredService<IOptions<SigningKeyOptions>>().Value,
            p.GetService<IKeyEncryption>(),
            p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<SigningKeys>>()));
        services.AddHostedService<SigningKeyRotation>();
        return server.AddEndpoint<KeySetEndpoint>().AddJwtTokens();
    }

    // A key stays in the key set until the last token that it signed has expired.
    private sealed class LongestLifetime(IOptions<OAuth2ServerOptions> server) : IPostConfigureOptions<SigningKeyOptions>
    {
        public void PostConfigure(string? name, SigningKeyOptions options)
        {
            if (server.Value.AccessTokenLifetime > options.TokensLiveAtMost) options.TokensLiveAtMost = server.Value.AccessTokenLifetime;
        }
    }

    private sealed class SigningKeyOptionsValidation(IOptions<OAuth2ServerOptions> server) : IValidateOptions<SigningKeyOptions>
    {
        public ValidateOptionsResult Validate(string? name, SigningKeyOptions options) =>
            options.Validate().Select(problem => "SigningKeyOptions." + problem)
                .Concat(Unserved(options)).Concat(Forbidden(options)).ToArray()
                is { Length: > 0 } problems
                ? ValidateOptionsResult.Fail(problems)
                : ValidateOptionsResult.Success;

        private IEnumerable<string> Unserved(SigningKeyOptions options) =>
            from resource in server.Value.Resources
            where resource.SigningAlgorithm is { } algorithm && !options.Algorithms.Contains(algorithm)
            select $"The resource {resource.Resource} has the SigningAlgorithm {resource.SigningAlgorithm}, which is not in "
                + $"SigningKeyOptions.Algorithms ({string.Join(", ", options.Algorithms)}).";

        private IEnumerable<string> Forbidden(SigningKeyOptions options)
        {
            if (options.IntrospectionSigningAlgorithm is { } signing && !server.Value.Profile.AllowsSigningAlgorithm(signing))
                yield return $"SigningKeyOptions.IntrospectionSigningAlgorithm {signing} is not allowed by the profile "
                    + $"{server.Value.Profile} (FAPI 2.0 Security Profile §5.4.1): remove it, or set ES256 or PS256.";
        }
    }
}
