using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OAuth2Server.AspNetCore;

/// <summary>Sends what the core answered.</summary>
internal sealed class OAuthResult(OAuthResponse response) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => SendAsync(response, httpContext);

    internal static async Task SendAsync(OAuthResponse response, HttpContext http)
    {
        http.Response.StatusCode = response.Status;
        if (response.Error is { } error && IsPage(response) && OptionsOf(http).ErrorPage is { } page)
        {
            foreach (var (name, value) in response.Headers.Where(IsKept)) http.Response.Headers.Append(name, value);
            await page(http, error);
            return;
        }
        foreach (var (name, value) in response.Headers) http.Response.Headers.Append(name, value);
        // A 304 has no body, but the length of the document is not zero (RFC 9110 §8.6).
        if (response.Status != StatusCodes.Status304NotModified) http.Response.ContentLength = response.Body.Length;
        if (!response.Body.IsEmpty && !HttpMethods.IsHead(http.Request.Method))
            await http.Response.Body.WriteAsync(response.Body, http.RequestAborted);
    }

    private static bool IsPage(OAuthResponse response) =>
        // A page that posts an error to the client is not an error page.
        response.Status >= StatusCodes.Status400BadRequest
        && response.Header("Content-Type")?.StartsWith("text/html", StringComparison.Ordinal) == true;

    // The type of the body and its policy are those of the page that replaces it.
    private static bool IsKept(KeyValuePair<string, string> header) => header.Key is not ("Content-Type" or "Content-Security-Policy");

    private static OAuth2AspNetCoreOptions OptionsOf(HttpContext http) =>
        http.RequestServices.GetRequiredService<IOptions<OAuth2AspNetCoreOptions>>().Value;
}
