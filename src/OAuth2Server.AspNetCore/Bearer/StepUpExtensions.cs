using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace OAuth2Server.AspNetCore;

/// <summary>Endpoints that need a stronger or a newer sign-in of the user (RFC 9470).</summary>
public static class StepUpExtensions
{
    /// <summary>Allows only requests whose access token has one of these authentication context classes (<c>acr</c>): 401
    /// <c>insufficient_user_authentication</c> with <c>acr_values</c> otherwise (RFC 9470 §3).</summary>
    /// <param name="endpoint">The endpoint or group.</param>
    /// <param name="contextClasses">The classes, at least one, the preferred first.</param>
    public static TBuilder RequireAcr<TBuilder>(this TBuilder endpoint, params string[] contextClasses)
        where TBuilder : IEndpointConventionBuilder => endpoint.Require(OfClasses(contextClasses));

    /// <summary>Allows only requests whose user signed in within a time (<c>auth_time</c>): 401
    /// <c>insufficient_user_authentication</c> with <c>max_age</c> otherwise (RFC 9470 §3).</summary>
    /// <param name="endpoint">The endpoint or group.</param>
    /// <param name="maxAge">The time, in whole seconds. It must leave the user the time to sign in and the client the time for its
    /// request.</param>
    public static TBuilder RequireMaxAge<TBuilder>(this TBuilder endpoint, TimeSpan maxAge)
        where TBuilder : IEndpointConventionBuilder => endpoint.Require(OfAge(maxAge));

    /// <summary>Adds the same requirement to a policy, which names the schemes whose tokens it accepts.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="contextClasses">The classes, at least one, the preferred first.</param>
    public static AuthorizationPolicyBuilder RequireAcr(this AuthorizationPolicyBuilder policy, params string[] contextClasses)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.RequireAuthenticatedUser().AddRequirements(OfClasses(contextClasses));
    }

    /// <summary>Adds the same requirement to a policy, which names the schemes whose tokens it accepts.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="maxAge">The time, in whole seconds.</param>
    public static AuthorizationPolicyBuilder RequireMaxAge(this AuthorizationPolicyBuilder policy, TimeSpan maxAge)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.RequireAuthenticatedUser().AddRequirements(OfAge(maxAge));
    }

    private static AuthenticationRequirement OfClasses(string[] contextClasses)
    {
        ArgumentNullException.ThrowIfNull(contextClasses);
        return contextClasses.Length == 0
            ? throw new ArgumentException("Name at least one context class.", nameof(contextClasses))
            : new(new() { ContextClasses = [.. contextClasses] });
    }

    private static AuthenticationRequirement OfAge(TimeSpan maxAge) => new(new() { MaxAge = maxAge });
}
