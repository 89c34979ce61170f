using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace OAuth2Server.AspNetCore;

/// <summary>Lets the pages of public clients read an endpoint's answers (CORS); any other page may send its request, as always, and read nothing.</summary>
/// <remarks>Not by the framework's middleware: its policies know their origins beforehand, and an application need not have it.</remarks>
internal static class ClientOriginsExtensions
{
    // A form needs no leave for its type; a client that sets the header with a charset does.
    private const string AllowedHeaders = "Content-Type";
    private const string AllowedMethods = "GET, POST";
    private const string ExposedHeaders = "Retry-After, WWW-Authenticate, X-Correlation-Id";

    /// <summary>How long a browser may keep the answer to a preflight, in seconds.</summary>
    private const string MaxAge = "600";

    internal static TBuilder AllowClientOrigins<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Add(builder =>
        {
            // Without the capability nothing is said, so that an application may say it in its own way.
            if (builder.RequestDelegate is { } answer && builder.ApplicationServices.GetRequiredService<IServiceProviderIsService>().IsService(typeof(IClientOriginModel)))
                builder.RequestDelegate = http => HandleAsync(http, answer);
        });
        return endpoint;
    }

    private static Task HandleAsync(HttpContext http, RequestDelegate answer)
    {
        // Also where nothing is allowed: a cache must not give one page's answer to another.
        http.Response.Headers.Append("Vary", "Origin");
        // Most requests come from no page at all.
        return http.Request.Headers.Origin.Count == 0 ? answer(http) : AskAsync(http, answer);
    }

    private static async Task AskAsync(HttpContext http, RequestDelegate answer)
    {
        var headers = http.Response.Headers;
        var server = http.RequestServices.GetRequiredService<AuthorizationServer>();
        var isAllowed = await server.AllowsOriginAsync(new HttpContextRequest(http, RequestParameters.Empty), http.RequestAborted);
        if (isAllowed)
        {
            headers.AccessControlAllowOrigin = http.Request.Headers.Origin;
            headers.AccessControlExposeHeaders = ExposedHeaders;
        }
        if (!isAllowed || !IsPreflight(http.Request))
        {
            await answer(http);
            return;
        }
        headers.AccessControlAllowMethods = AllowedMethods;
        headers.AccessControlAllowHeaders = AllowedHeaders;
        headers.AccessControlMaxAge = MaxAge;
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static bool IsPreflight(HttpRequest request) => HttpMethods.IsOptions(request.Method) && request.Headers.ContainsKey("Access-Control-Request-Method");
}
