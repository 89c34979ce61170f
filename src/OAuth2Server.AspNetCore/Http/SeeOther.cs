using Microsoft.AspNetCore.Http;

namespace OAuth2Server.AspNetCore;

/// <summary>A redirect with 303, so that the browser does not send a form again. Its target, which may hold the state of a client, is not
/// logged.</summary>
internal sealed class SeeOther(string location) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = location;
        httpContext.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
