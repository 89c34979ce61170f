using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OAuth2Server.AspNetCore;

/// <summary>Bearer authentication and scopes for ASP.NET Core.</summary>
public static class OAuth2BearerExtensions
{
    /// <summary>Adds the scheme <c>Bearer</c>: access tokens through the model. The principal has the claims <c>sub</c> (not when the
    /// client acts for itself), <c>client_id</c>, and one <c>scope</c> for each name.</summary>
    /// <param name="authentication">The application's authentication.</param>
    /// <param name="configure">Changes the settings.</param>
    public static AuthenticationBuilder AddOAuth2Bearer(
        this AuthenticationBuilder authentication, Action<OAuth2BearerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(authentication);
        authentication.Services.AddAuthorization();
        authentication.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IAuthorizationHandler, ScopeRequirementHandler>());
        return authentication.AddScheme<OAuth2BearerOptions, OAuth2BearerHandler>(OAuth2BearerDefaults.AuthenticationScheme, configure);
    }

    /// <summary>Allows only requests whose access token has every one of these scope names: 401 without a valid token, 403
    /// <c>insufficient_scope</c> otherwise (RFC 6750 §3).</summary>
    /// <param name="endpoint">The endpoint or group.</param>
    /// <param name="names">Scope names; without any a valid token is enough.</param>
    public static TBuilder RequireScope<TBuilder>(this TBuilder endpoint, params string[] names)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(new AuthorizationPolicyBuilder(OAuth2BearerDefaults.AuthenticationScheme)
            .RequireAuthenticatedUser()
            .AddRequirements(new ScopeRequirement(Scope.Of(names)))
            .Build());
}
