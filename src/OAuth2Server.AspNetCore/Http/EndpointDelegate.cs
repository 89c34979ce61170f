using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace OAuth2Server.AspNetCore;

/// <summary>One endpoint on ASP.NET Core: read the request, call the server, send the answer.</summary>
/// <param name="name">The endpoint's name.</param>
/// <param name="endpointsPath">What the paths of the endpoints start with.</param>
/// <param name="browsers">Which pages may read the answers.</param>
internal sealed class EndpointDelegate(string name, string endpointsPath, BrowserAccess browsers)
{
    internal async Task HandleAsync(HttpContext http)
    {
        // Also where nothing is allowed: a cache must not give one page's answer to another page.
        if (browsers == BrowserAccess.ClientOrigins) http.Response.Headers.Append("Vary", "Origin");
        if (browsers != BrowserAccess.None && http.Request.Headers.Origin.Count > 0 && await CrossOrigin.AnswerAsync(http, browsers))
            return;

        var context = await HttpContextRequest.ReadAsync(http);
        context.EndpointsPath = endpointsPath;
        var server = http.RequestServices.GetRequiredService<AuthorizationServer>();
        await OAuthResult.SendAsync(await server.HandleAsync(name, context, http.RequestAborted), http);
    }
}
