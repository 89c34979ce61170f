using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OAuth2Server.Jwt;

namespace OAuth2Server.AspNetCore;

/// <summary>Publishes the metadata of protected resources (RFC 9728).</summary>
public static class ProtectedResourceExtensions
{
    /// <summary>Maps the metadata of a resource: at <c>/.well-known/oauth-protected-resource</c> with the path of the resource behind it
    /// (RFC 9728 §3.1), and without the path, where some clients look too. From then on the challenges of its endpoints name that
    /// address.</summary>
    /// <param name="endpoints">The application's routes. The address is at the root of the host: not below a group with a prefix.</param>
    /// <param name="configure">Changes what is published.</param>
    /// <param name="scheme">The scheme whose settings give the resource and the issuer.</param>
    /// <exception cref="InvalidOperationException">A value is wrong, or the resource is mapped twice.</exception>
    public static IEndpointConventionBuilder MapProtectedResource(
        this IEndpointRouteBuilder endpoints, Action<ProtectedResourceMetadata>? configure = null,
        string scheme = OAuth2BearerDefaults.AuthenticationScheme)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var services = endpoints.ServiceProvider;
        var metadata = Defaults(services, scheme);
        configure?.Invoke(metadata);
        if (metadata.Validate().ToArray() is { Length: > 0 } problems)
            throw new InvalidOperationException("The metadata of the protected resource is wrong. " + string.Join(' ', problems));

        var resources = services.GetService<ProtectedResources>() ?? new();
        if (!resources.Add(metadata.Resource)) throw new InvalidOperationException($"The resource {metadata.Resource} is mapped twice.");
        RequestDelegate handle = new ProtectedResourceDelegate(metadata.ToJson()).HandleAsync;
        var path = ResourceAddress.MetadataPath(metadata.Resource);
        var both = endpoints.MapGroup("");
        both.Map(Pattern(path), handle);
        // The first of several resources answers there, unless one of them has no path.
        if (path != ResourceAddress.WellKnown) both.Map(ResourceAddress.WellKnown, handle).WithOrder(resources.Count);
        return both.AllowAnonymous();
    }

    private static ProtectedResourceMetadata Defaults(IServiceProvider services, string scheme)
    {
        var options = services.GetRequiredService<IOptionsMonitor<OAuth2BearerOptions>>().Get(scheme);
        var issuer = options.Authority ?? services.GetService<OAuthEnvironment>()?.Options.Issuer;
        return new()
        {
            Resource = options.Resource ?? "",
            AuthorizationServers = string.IsNullOrEmpty(issuer) ? [] : [issuer],
            BearerMethodsSupported = options.AllowFormParameter ? ["header", "body"] : ["header"],
            DPoPSigningAlgValuesSupported = [.. options.DPoP?.Algorithms ?? []],
            DPoPBoundAccessTokensRequired = options.DPoP?.RequireProof == true,
            TlsClientCertificateBoundAccessTokens = options.TlsClientCertificateBoundAccessTokens
                || services.GetServices<IProofOfPossession>().Any(proof => proof is CertificateProof),
        };
    }

    // The router compares decoded paths, and reads braces as parameters.
    private static string Pattern(string path) =>
        Uri.UnescapeDataString(path).Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
}
