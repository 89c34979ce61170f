using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OAuth2Server.Jwt;

namespace OAuth2Server.AspNetCore;

/// <summary>What verifies the DPoP proofs of each bearer scheme; it lasts as long as the application.</summary>
internal sealed class DPoPSchemes(IOptionsMonitor<OAuth2BearerOptions> options, IDPoPNonces nonces, IServiceProvider services)
{
    private readonly ConcurrentDictionary<string, DPoPPossession?> _schemes = new(StringComparer.Ordinal);
    private readonly ScopedReplays _replays = new(services.GetRequiredService<IServiceScopeFactory>());
    private readonly bool _isServerOfDPoP = services.GetService<DPoPProofs>() is not null;

    /// <summary>The verifier of a scheme; null for one that accepts no DPoP tokens.</summary>
    internal DPoPPossession? Of(string scheme) => _schemes.TryGetValue(scheme, out var known) ? known : _schemes.GetOrAdd(scheme, Make);

    // A server in this process that issues no such tokens must not be announced as one that does.
    private DPoPPossession? Make(string scheme)
    {
        var settings = options.Get(scheme);
        return settings.DPoP is { } dpop && (settings.Authority is not null || _isServerOfDPoP || dpop.RequireProof)
            ? new(new(dpop, nonces, AliasFor(settings)), _replays, settings.Resource)
            : null;
    }

    // The whole application is reached at the alias of its server. Tokens of another process are for the address of their resource.
    private string? AliasFor(OAuth2BearerOptions settings) =>
        settings.Authority is null ? services.GetService<MutualTlsOptions>()?.AliasUrl : null;
}
