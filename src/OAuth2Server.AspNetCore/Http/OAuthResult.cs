using Microsoft.AspNetCore.Http;

namespace OAuth2Server.AspNetCore;

/// <summary>Sends what the core answered.</summary>
internal sealed class OAuthResult(OAuthResponse response) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = response.Status;
        foreach (var (name, value) in response.Headers) httpContext.Response.Headers.Append(name, value);
        httpContext.Response.ContentLength = response.Body.Length;
        if (!response.Body.IsEmpty) await httpContext.Response.Body.WriteAsync(response.Body, httpContext.RequestAborted);
    }
}
