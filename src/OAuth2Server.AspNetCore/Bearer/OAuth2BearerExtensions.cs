using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OAuth2Server.Jwt;

namespace OAuth2Server.AspNetCore;

/// <summary>Bearer authentication and scopes for ASP.NET Core.</summary>
public static class OAuth2BearerExtensions
{
    /// <summary>Adds the scheme <c>Bearer</c>, which also accepts tokens that are bound to a key (RFC 9449 §7). The principal has the
    /// claims <c>sub</c> (not when the client acts for itself), <c>client_id</c>, one <c>scope</c> for each name, and one
    /// <c>authorization_details</c> for each object, which is JSON (RFC 9396 §9).</summary>
    /// <param name="authentication">The application's authentication.</param>
    /// <param name="configure">Changes the settings. Without <see cref="OAuth2BearerOptions.Authority"/> tokens are looked up in the model
    /// of this process.</param>
    public static AuthenticationBuilder AddOAuth2Bearer(
        this AuthenticationBuilder authentication, Action<OAuth2BearerOptions>? configure = null) =>
        authentication.AddOAuth2Bearer(OAuth2BearerDefaults.AuthenticationScheme, configure);

    /// <summary>Adds a scheme of another name, for an application that accepts tokens of several issuers, or is several resources. An
    /// endpoint with <c>RequireScope</c> accepts the tokens of all these schemes; one with a policy that names schemes accepts those of the
    /// policy.</summary>
    /// <param name="authentication">The application's authentication.</param>
    /// <param name="scheme">The name of the scheme.</param>
    /// <param name="configure">Changes the settings.</param>
    public static AuthenticationBuilder AddOAuth2Bearer(
        this AuthenticationBuilder authentication, string scheme, Action<OAuth2BearerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(authentication);
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        var services = authentication.Services;
        services.AddAuthorization();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RemoteSchemes>();
        services.AddDataProtection();
        services.TryAddSingleton<IDPoPNonces, ProtectedNonces>();
        services.TryAddSingleton<DPoPSchemes>();
        services.TryAddSingleton<ProtectedResources>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAuthorizationHandler, ScopeRequirementHandler>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAuthorizationHandler, ToolScopeRequirementHandler>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAuthorizationHandler, AuthenticationRequirementHandler>());
        services.Configure<BearerSchemes>(schemes => schemes.Names.Add(scheme));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, BearerCheck>());
        return authentication.AddScheme<OAuth2BearerOptions, OAuth2BearerHandler>(scheme, configure);
    }

    /// <summary>Allows only requests whose access token has every one of these scope names: 401 without a valid token, 403
    /// <c>insufficient_scope</c> otherwise (RFC 6750 §3).</summary>
    /// <param name="endpoint">The endpoint or group.</param>
    /// <param name="names">Scope names; without any a valid token is enough.</param>
    public static TBuilder RequireScope<TBuilder>(this TBuilder endpoint, params string[] names)
        where TBuilder : IEndpointConventionBuilder => endpoint.Require(new ScopeRequirement(Scope.Of(names)));

    /// <summary>Adds the same requirement to a policy, which names the schemes whose tokens it accepts.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="names">Scope names; without any a valid token is enough.</param>
    public static AuthorizationPolicyBuilder RequireScope(this AuthorizationPolicyBuilder policy, params string[] names)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.RequireAuthenticatedUser().AddRequirements(new ScopeRequirement(Scope.Of(names)));
    }

    internal static TBuilder Require<TBuilder>(this TBuilder endpoint, IAuthorizationRequirement requirement)
        where TBuilder : IEndpointConventionBuilder
    {
        // When the endpoint is made: only then the schemes are known.
        endpoint.Add(builder =>
        {
            var policy = new AuthorizationPolicyBuilder([.. SchemesOf(builder.ApplicationServices)])
                .RequireAuthenticatedUser().AddRequirements(requirement).Build();
            if (!builder.Metadata.Any(data => data is IAuthorizeData)) builder.Metadata.Add(new AuthorizeAttribute());
            builder.Metadata.Add(policy);
        });
        return endpoint;
    }

    private static HashSet<string> SchemesOf(IServiceProvider services) =>
        services.GetService<IOptions<BearerSchemes>>()?.Value.Names is { Count: > 0 } names
            ? names
            : [OAuth2BearerDefaults.AuthenticationScheme];
}
