using Microsoft.AspNetCore.Http;

namespace OAuth2Server.AspNetCore;

/// <summary>Sends what the core answered.</summary>
internal sealed class OAuthResult(OAuthResponse response) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => SendAsync(response, httpContext);

    internal static async Task SendAsync(OAuthResponse response, HttpContext http)
    {
        http.Response.StatusCode = response.Status;
        foreach (var (name, value) in response.Headers) http.Response.Headers.Append(name, value);
        // A 304 has no body, but the length of the document is not zero (RFC 9110 §8.6).
        if (response.Status != StatusCodes.Status304NotModified) http.Response.ContentLength = response.Body.Length;
        if (!response.Body.IsEmpty && !HttpMethods.IsHead(http.Request.Method))
            await http.Response.Body.WriteAsync(response.Body, http.RequestAborted);
    }
}
