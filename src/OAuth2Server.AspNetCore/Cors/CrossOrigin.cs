using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OAuth2Server.AspNetCore;

/// <summary>Lets the pages of other origins read an endpoint's answers (CORS): every page, or those of public clients. Any other page may
/// send its request, as always, and cannot read the answer.</summary>
/// <remarks>Not by the framework's middleware: its policies need their origins beforehand, and an application need not have it.</remarks>
internal static class CrossOrigin
{
    private const string AllowedMethods = "GET, POST";
    private const string ExposedHeaders = "DPoP-Nonce, Retry-After, WWW-Authenticate, X-Correlation-Id";

    /// <summary>How long a browser may keep the answer to a preflight, in seconds.</summary>
    private const string MaxAge = "600";

    /// <summary>Adds the headers for a request that a page of another origin sent.</summary>
    /// <returns>True when the request was a preflight and is answered.</returns>
    internal static async ValueTask<bool> AnswerAsync(HttpContext http, BrowserAccess access)
    {
        if (access != BrowserAccess.EveryOrigin)
        {
            var server = http.RequestServices.GetRequiredService<AuthorizationServer>();
            if (!await server.AllowsOriginAsync(http.GetOAuthContext(), http.RequestAborted)) return false;
        }
        var headers = http.Response.Headers;
        headers.AccessControlAllowOrigin = access == BrowserAccess.EveryOrigin ? "*" : http.Request.Headers.Origin;
        headers.AccessControlExposeHeaders = ExposedHeaders;
        if (!HttpMethods.IsOptions(http.Request.Method) || !http.Request.Headers.ContainsKey("Access-Control-Request-Method")) return false;

        headers.AccessControlAllowMethods = AllowedMethods;
        headers.AccessControlAllowHeaders = AllowedHeaders(http);
        headers.AccessControlMaxAge = MaxAge;
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return true;
    }

    private static string AllowedHeaders(HttpContext http) =>
        string.Join(", ", http.RequestServices.GetRequiredService<IOptions<OAuth2AspNetCoreOptions>>().Value.CorsAllowedHeaders);
}
