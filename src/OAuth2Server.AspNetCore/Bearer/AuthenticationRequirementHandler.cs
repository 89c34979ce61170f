using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace OAuth2Server.AspNetCore;

/// <summary>Asks the resource server whether the user of a token signed in as the endpoint needs it.</summary>
internal sealed class AuthenticationRequirementHandler : AuthorizationHandler<AuthenticationRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, AuthenticationRequirement requirement)
    {
        if (context.Resource is not HttpContext http) return;
        foreach (var call in BearerCalls.Valid(http))
        {
            // A token of a scheme that the policy does not name is no token here.
            if (!context.User.Identities.Any(identity => identity.AuthenticationType == call.Scheme)) continue;
            if (await call.Server.VerifyAuthenticationAsync(call.Token!, requirement.Required, call.Context, http.RequestAborted)
                is { } error)
            {
                call.Refuse(error);
                continue;
            }
            context.Succeed(requirement);
            return;
        }
    }
}
