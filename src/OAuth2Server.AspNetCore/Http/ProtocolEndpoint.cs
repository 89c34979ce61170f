using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace OAuth2Server.AspNetCore;

/// <summary>An endpoint that clients talk to directly, on ASP.NET Core: read, ask the core, send.</summary>
internal static class ProtocolEndpoint
{
    internal static RequestDelegate Of(Func<AuthorizationServer, OAuthRequest, CancellationToken, ValueTask<OAuthResponse>> answer) => async http =>
    {
        var server = http.RequestServices.GetRequiredService<AuthorizationServer>();
        var response = await answer(server, await HttpContextRequest.ReadAsync(http), http.RequestAborted);
        await new OAuthResult(response).ExecuteAsync(http);
    };
}
