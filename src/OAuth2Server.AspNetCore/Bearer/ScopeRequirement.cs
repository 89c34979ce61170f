using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OAuth2Server.AspNetCore;

/// <summary>An authorization requirement: the access token must have a scope.</summary>
/// <param name="scope">The scope.</param>
public sealed class ScopeRequirement(Scope scope) : IAuthorizationRequirement
{
    /// <summary>The scope.</summary>
    public Scope Scope => scope;

    /// <inheritdoc/>
    public override string ToString() => $"ScopeRequirement({scope})";

    /// <summary>Calls the resource server, which calls the scope policy.</summary>
    internal sealed class Handler(IOptionsMonitor<OAuth2BearerOptions> options) : AuthorizationHandler<ScopeRequirement>
    {
        protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, ScopeRequirement requirement)
        {
            if (context.Resource is not HttpContext http || http.Features.Get<AccessToken>() is not { } token) return;

            // Not in the constructor: every policy of the application makes every handler, and not every model has access tokens.
            var server = http.RequestServices.GetRequiredService<ResourceServer>();
            if (await server.VerifyScopeAsync(token, requirement.Scope, http.GetOAuthContext(), http.RequestAborted) is { } error)
            {
                http.Features.Set(new OAuth2BearerHandler.Refusal(error));
                return;
            }
            context.Succeed(requirement);

            var settings = options.Get(OAuth2BearerDefaults.AuthenticationScheme);
            if (settings.AddAcceptedScopesHeader) http.Response.Headers["X-Accepted-OAuth-Scopes"] = requirement.Scope.ToString();
            if (settings.AddAuthorizedScopesHeader) http.Response.Headers["X-OAuth-Scopes"] = token.Scope.ToString();
        }
    }
}
