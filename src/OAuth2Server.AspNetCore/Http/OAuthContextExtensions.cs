using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace OAuth2Server.AspNetCore;

/// <summary>The context of the current HTTP request.</summary>
public static class OAuthContextExtensions
{
    /// <summary>The one <see cref="OAuthContext"/> of an HTTP request: endpoints, bearer authentication, scope requirements and pages share
    /// it. A page reports its own events through it.</summary>
    /// <param name="http">The HTTP request.</param>
    public static OAuthContext GetOAuthContext(this HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (http.Features.Get<OAuthContext>() is { } started) return started;
        var environment = http.RequestServices.GetRequiredService<OAuthEnvironment>();
        var context = environment.Begin(new HttpContextRequest(http), http.RequestServices.GetServices<IOAuthEvents>());
        http.Features.Set(context);
        return context;
    }
}
