using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace OAuth2Server.AspNetCore;

/// <summary>The metadata on ASP.NET Core, which knows below what path the endpoints are.</summary>
internal static class MetadataEndpointDelegate
{
    internal static RequestDelegate Of(string prefix)
    {
        var path = prefix.Trim('/') is { Length: > 0 } trimmed ? "/" + trimmed : "";
        return http =>
        {
            var server = http.RequestServices.GetRequiredService<AuthorizationServer>();
            return new OAuthResult(server.Metadata(new HttpContextRequest(http, RequestParameters.Empty), path)).ExecuteAsync(http);
        };
    }
}
