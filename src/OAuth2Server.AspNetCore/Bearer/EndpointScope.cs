using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace OAuth2Server.AspNetCore;

/// <summary>The scope, and the sign-in of the user, that the endpoint of a request needs, for the challenge: all of it, so that a client
/// asks the user once.</summary>
internal static class EndpointScope
{
    /// <summary>The scopes of all requirements of the endpoint.</summary>
    internal static async ValueTask<Scope> OfAsync(HttpContext http) =>
        (await RequirementsAsync(http)).OfType<ScopeRequirement>()
            .Aggregate(Scope.Empty, (all, requirement) => all.Union(requirement.Scope));

    /// <summary>The sign-in that meets all requirements of the endpoint.</summary>
    internal static async ValueTask<RequiredAuthentication> AuthenticationAsync(HttpContext http) =>
        (await RequirementsAsync(http)).OfType<AuthenticationRequirement>()
            .Aggregate(RequiredAuthentication.None, (all, requirement) => all.And(requirement.Required));

    // Those of its groups and of its policies too.
    private static async ValueTask<IEnumerable<IAuthorizationRequirement>> RequirementsAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata is not { } metadata) return [];
        var requirements = metadata.GetOrderedMetadata<IAuthorizationRequirementData>().SelectMany(data => data.GetRequirements());
        var policies = metadata.GetOrderedMetadata<AuthorizationPolicy>();
        return http.RequestServices.GetService<IAuthorizationPolicyProvider>() is { } provider
            && await AuthorizationPolicy.CombineAsync(provider, metadata.GetOrderedMetadata<IAuthorizeData>(), policies) is { } whole
                ? requirements.Concat(whole.Requirements)
                : requirements;
    }
}
