using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace OAuth2Server.AspNetCore;

/// <summary>The device authorization endpoint on ASP.NET Core.</summary>
internal static class DeviceAuthorizationEndpointDelegate
{
    internal static async Task HandleAsync(HttpContext http)
    {
        var server = http.RequestServices.GetRequiredService<AuthorizationServer>();
        var response = await server.AuthorizeDeviceAsync(await HttpContextRequest.ReadAsync(http), http.RequestAborted);
        await new OAuthResult(response).ExecuteAsync(http);
    }
}
