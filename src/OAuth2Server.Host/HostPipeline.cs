using OAuth2Server.AspNetCore;

namespace OAuth2Server.Host;

/// <summary>What a request goes through, in order.</summary>
internal static class HostPipeline
{
    internal static void UseHostPipeline(this WebApplication app, HostSettings settings)
    {
        app.UseSecurityHeaders();
        if (settings.BehindTlsProxy) app.UseForwardedHeaders();
        app.UsePublicAddress();
        if (settings.Issuer is { } issuer && new Uri(issuer).AbsolutePath.TrimEnd('/') is { Length: > 0 } path) app.UsePathBase(path);
        app.UseStatusPages();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();

        app.MapOAuth2Server();
        // A page without a handler for a verb would be rendered all the same.
        app.MapRazorPages().WithMetadata(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head, HttpMethods.Post]));
        app.MapStylesheet();
        app.MapHealth();
        if (settings.Demo) app.MapDemo();
    }
}
