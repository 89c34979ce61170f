using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OAuth2Server.Jwt;

namespace OAuth2Server.AspNetCore;

/// <summary>DPoP: access tokens that are bound to a key of the client.</summary>
public static class OAuth2DPoPExtensions
{
    /// <summary>Adds DPoP (RFC 9449): a token request with a proof gets tokens that are bound to its key, authorization codes can be bound
    /// by <c>dpop_jkt</c>, UserInfo accepts these tokens, and the metadata names the algorithms.</summary>
    /// <remarks>Used proofs are remembered by the model if it is an <see cref="IReplayModel"/>, and otherwise by each node. The nonces are
    /// sealed with the key ring of ASP.NET Core Data Protection, which the nodes must share. <c>AddOAuth2Bearer</c> has settings of its
    /// own.</remarks>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="server">The server.</param>
    /// <param name="configure">Sets the options; they are validated when the application starts.</param>
    public static OAuth2Builder<TModel> AddDPoP<TModel>(this OAuth2Builder<TModel> server, Action<DPoPOptions>? configure = null)
        where TModel : class, IOAuthModel
    {
        ArgumentNullException.ThrowIfNull(server);
        var services = server.Services;
        services.AddOptions<DPoPOptions>().Configure(configure ?? (_ => { })).ValidateOnStart();
        if (services.Any(service => service.ServiceType == typeof(DPoPProofs))) return server;
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DPoPOptions>, OptionsOfDPoP>());
        services.TryAddSingleton<IDPoPNonces, ProtectedNonces>();
        services.AddSingleton(p => new DPoPProofs(
            p.GetRequiredService<IOptions<DPoPOptions>>().Value, p.GetRequiredService<IDPoPNonces>(),
            p.GetService<MutualTlsOptions>()?.AliasUrl));
        services.AddSingleton<IMetadataPart, DPoPMetadata>();
        services.Add(new ServiceDescriptor(
            typeof(IProofOfPossession),
            p => new DPoPPossession(p.GetRequiredService<DPoPProofs>(), p.GetRequiredService<IReplayModel>()), server.OfServer));
        return server.AddTokenBinding<DPoPBinding>().AddAuthorizationCheck<DPoPKeyCheck>();
    }

    private sealed class OptionsOfDPoP : IValidateOptions<DPoPOptions>
    {
        public ValidateOptionsResult Validate(string? name, DPoPOptions options) =>
            options.Validate().Select(problem => "DPoPOptions." + problem).ToArray() is { Length: > 0 } problems
                ? ValidateOptionsResult.Fail(problems)
                : ValidateOptionsResult.Success;
    }
}
