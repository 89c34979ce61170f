using OAuth2Server.AspNetCore;

namespace OAuth2Server.Host;

/// <summary>The middleware and the endpoints, in the order in which a request passes them.</summary>
internal static class HostPipeline
{
    internal static void UseHostPipeline(this WebApplication app, HostSettings settings)
    {
        app.UseSecurityHeaders();
        if (settings.BehindTlsProxy) app.UseForwardedHeaders();
        app.UsePublicAddress();
        if (PathOf(settings.Issuer) is { Length: > 0 } path) app.UsePathBase(path);
        app.UseStatusPages();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();

        app.MapOAuth2Server();
        // Razor Pages also answers a method for which a page has no handler: it shows the page.
        app.MapRazorPages().WithMetadata(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head, HttpMethods.Post]));
        app.MapStylesheet();
        app.MapHealth();
        if (settings.Demo) app.MapDemo();
    }

    private static string? PathOf(string? issuer) => issuer is null ? null : new Uri(issuer).AbsolutePath.TrimEnd('/');
}
