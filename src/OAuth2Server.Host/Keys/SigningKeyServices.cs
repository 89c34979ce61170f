using Microsoft.Extensions.DependencyInjection.Extensions;
using OAuth2Server.AspNetCore;
using OAuth2Server.Jwt;

namespace OAuth2Server.Host;

/// <summary>Adds the keys that sign tokens, by the settings.</summary>
internal static class SigningKeyServices
{
    internal static OAuth2Builder<TModel> AddKeys<TModel>(this OAuth2Builder<TModel> server, HostSettings settings)
        where TModel : class, IOAuthModel, ISigningKeyModel
    {
        if (settings.Keys.Encryption is { } encryption)
        {
            server.Services.AddSingleton<IKeyEncryption>(encryption);
            // Names that were typed wrong, passwords among them, are in the store as hashes under a key that is not in the store.
            server.Services.Replace(ServiceDescriptor.Singleton(p => new BruteForceShield(
                p.GetRequiredService<TimeProvider>(), key: encryption.DeriveKey("OAuth2Server attempts"))));
        }
        server.AddJwt(options => SetOptions(options, settings));
        server.Services.AddHealthChecks().AddCheck<SigningKeyHealth>("signing keys", tags: [Health.WithReason]);
        return server;
    }

    private static void SetOptions(SigningKeyOptions options, HostSettings settings)
    {
        var keys = settings.Keys;
        options.Algorithms = [.. keys.Algorithms];
        options.RsaKeySize = keys.RsaKeySize;
        options.IntrospectionSigningAlgorithm = settings.IntrospectionSigningAlgorithm;
        options.PublishedBefore = keys.PublishedBefore;
        options.SignsFor = keys.SignsFor;
        options.RefreshEvery = keys.RefreshEvery;
        // The examination of the settings warns of it.
        options.AllowUnencrypted = true;
        // A key stays published until the last token that it signed has expired.
        options.TokensLiveAtMost = settings.Clients.Select(client => client.Client.AccessTokenLifetime).OfType<TimeSpan>()
            .Append(settings.Tokens.AccessTokenLifetime).Max();
    }
}
