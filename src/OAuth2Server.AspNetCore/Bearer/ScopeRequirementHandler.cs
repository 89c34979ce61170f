using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace OAuth2Server.AspNetCore;

/// <summary>Calls the resource server, which calls the scope policy.</summary>
internal sealed class ScopeRequirementHandler : AuthorizationHandler<ScopeRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, ScopeRequirement requirement)
    {
        if (context.Resource is not HttpContext http) return;
        foreach (var call in BearerCalls.Valid(http))
        {
            // A token of a scheme that the policy does not name is no token here.
            if (!context.User.Identities.Any(identity => identity.AuthenticationType == call.Scheme)) continue;
            if (await call.Server.VerifyScopeAsync(call.Token!, requirement.Scope, call.Context, http.RequestAborted) is { } error)
            {
                call.Refuse(error);
                continue;
            }
            context.Succeed(requirement);
            var headers = http.Response.Headers;
            if (call.Options.AddAcceptedScopesHeader) headers["X-Accepted-OAuth-Scopes"] = requirement.Scope.ToString();
            if (call.Options.AddAuthorizedScopesHeader) headers["X-OAuth-Scopes"] = call.Token!.Scope.ToString();
            return;
        }
    }
}
