using Microsoft.AspNetCore.Http;

namespace OAuth2Server.AspNetCore;

/// <summary>The sign-in that the endpoint of a request needs, for the challenge: all requirements together.</summary>
internal static class EndpointAuthentication
{
    internal static async ValueTask<RequiredAuthentication> OfAsync(HttpContext http) =>
        (await EndpointScope.RequirementsAsync(http)).OfType<AuthenticationRequirement>()
            .Aggregate(RequiredAuthentication.None, (all, requirement) => all.And(requirement.Required));
}
