using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace OAuth2Server.AspNetCore;

/// <summary>Maps the server's endpoints.</summary>
public static class OAuth2EndpointExtensions
{
    /// <summary>Maps the authorization endpoint and the token endpoint: <c>/oauth2/authorize</c>, <c>/oauth2/token</c>.</summary>
    /// <param name="endpoints">The application's routes.</param>
    /// <param name="prefix">What the paths start with.</param>
    public static IEndpointConventionBuilder MapOAuth2Server(this IEndpointRouteBuilder endpoints, string prefix = "/oauth2")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        // Every verb comes in: a wrong one is answered as OAuth answers, with an error body, not by the router.
        var group = endpoints.MapGroup(prefix);
        group.Map("/authorize", AuthorizationEndpointDelegate.HandleAsync);
        group.Map("/token", TokenEndpointDelegate.HandleAsync).AllowClientOrigins();
        return group.AllowAnonymous();
    }
}
