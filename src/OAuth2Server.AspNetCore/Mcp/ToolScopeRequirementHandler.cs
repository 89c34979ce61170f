using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace OAuth2Server.AspNetCore;

/// <summary>Compares the token of a request with the scope of the tools that it calls.</summary>
internal sealed class ToolScopeRequirementHandler : AuthorizationHandler<ToolScopeRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, ToolScopeRequirement requirement)
    {
        if (context.Resource is not HttpContext http) return;
        // Without a valid token the request is refused anyway: its body is not read.
        if (!BearerCalls.Valid(http).Any()) return;
        var scope = requirement.IsEmpty ? Scope.Empty : requirement.Of(await CalledTools.InAsync(http));
        http.Features.Set(new ToolScope(scope));
        foreach (var call in BearerCalls.Valid(http))
        {
            if (!context.User.Identities.Any(identity => identity.AuthenticationType == call.Scheme)) continue;
            if (await call.Server.VerifyScopeAsync(call.Token!, scope, call.Context, http.RequestAborted) is { } error)
            {
                call.Refusal = error;
                continue;
            }
            context.Succeed(requirement);
            return;
        }
    }
}

/// <summary>The scope of the tools that the current request calls, for the challenge.</summary>
/// <param name="Scope">The scope.</param>
internal sealed record ToolScope(Scope Scope);
