using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace OAuth2Server.AspNetCore;

/// <summary>The scope that the endpoint of a request needs, for the challenge: all of it, so that a client asks the user once.</summary>
internal static class EndpointScope
{
    /// <summary>The scopes of all requirements of the endpoint: those of its groups and of its policies too.</summary>
    internal static async ValueTask<Scope> OfAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata is not { } metadata) return Scope.Empty;
        var requirements = metadata.GetOrderedMetadata<IAuthorizationRequirementData>().SelectMany(data => data.GetRequirements());
        var policies = metadata.GetOrderedMetadata<AuthorizationPolicy>();
        if (http.RequestServices.GetService<IAuthorizationPolicyProvider>() is { } provider
            && await AuthorizationPolicy.CombineAsync(provider, metadata.GetOrderedMetadata<IAuthorizeData>(), policies) is { } whole)
            requirements = requirements.Concat(whole.Requirements);
        var ofTools = http.Features.Get<ToolScope>()?.Scope ?? Scope.Empty;
        return requirements.OfType<ScopeRequirement>().Aggregate(ofTools, (all, requirement) => all.Union(requirement.Scope));
    }
}
