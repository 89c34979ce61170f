using Microsoft.AspNetCore.Builder;
using OAuth2Server;
using OAuth2Server.AspNetCore;

namespace Snippets;

internal static class StepUp
{
    internal static void Map(WebApplication app)
    {
        // snippet: require
        app.MapGet("/payments", () => "all payments").RequireScope("payments");
        app.MapPost("/payments", () => "paid").RequireScope("payments").RequireAcr("phr", "phrh").RequireMaxAge(TimeSpan.FromMinutes(5));
        // end-snippet
    }

    internal static async Task<OAuthResponse?> VerifyAsync(
        ResourceServer resources, AccessToken token, OAuthContext context, CancellationToken ct)
    {
        // snippet: verify
        var required = new RequiredAuthentication { ContextClasses = ["phr"], MaxAge = TimeSpan.FromMinutes(5) };
        if (await resources.VerifyAuthenticationAsync(token, required, context, ct) is { } error)
            return ResourceServer.Refuse(error, context.Request);
        // end-snippet
        return null;
    }
}
