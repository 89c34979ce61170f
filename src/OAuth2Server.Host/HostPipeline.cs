using System.Security.Cryptography;
using OAuth2Server.AspNetCore;

namespace OAuth2Server.Host;

/// <summary>The middleware and the endpoints, in the order in which a request passes them.</summary>
internal static class HostPipeline
{
    internal static void UseHostPipeline(this WebApplication app, HostSettings settings)
    {
        app.Use(SetTraceIdentifier);
        app.UseSecurityHeaders();
        MutualTlsSettings.AddTo(app, settings);
        if (settings.BehindTlsProxy) app.UseForwardedHeaders();
        app.UsePublicAddress();
        app.UseStatusPages();
        app.UseIssuerPath();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();

        app.MapOAuth2Server();
        // Razor Pages also answers a method for which a page has no handler: it shows the page.
        app.MapRazorPages().WithMetadata(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head, HttpMethods.Post]));
        app.MapStylesheet();
        app.MapHealth();
        if (settings.Demo) app.MapDemo(settings.SignIn);
    }
    // Pages and answers show it. That of Kestrel counts connections and requests.
    private static Task SetTraceIdentifier(HttpContext http, RequestDelegate next)
    {
        http.TraceIdentifier = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        return next(http);
    }
}
