using Microsoft.AspNetCore.Http;

namespace OAuth2Server.AspNetCore;

/// <summary>Sends what the core answered.</summary>
internal sealed class OAuthResult(OAuthResponse response) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = response.Status;
        foreach (var (name, value) in response.Headers) httpContext.Response.Headers.Append(name, value);
        // What a 304 has not sent is not empty (RFC 9110 §8.6).
        if (response.Status != StatusCodes.Status304NotModified) httpContext.Response.ContentLength = response.Body.Length;
        if (!response.Body.IsEmpty && !HttpMethods.IsHead(httpContext.Request.Method)) await httpContext.Response.Body.WriteAsync(response.Body, httpContext.RequestAborted);
    }
}
