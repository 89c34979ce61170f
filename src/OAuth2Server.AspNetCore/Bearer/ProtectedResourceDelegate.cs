using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace OAuth2Server.AspNetCore;

/// <summary>Answers with the metadata of a protected resource (RFC 9728 §3.2); every page may read it.</summary>
internal sealed class ProtectedResourceDelegate(byte[] document)
{
    private readonly string _tag = $"\"{Base64Url.EncodeToString(SHA256.HashData(document).AsSpan(0, 16))}\"";

    internal async Task HandleAsync(HttpContext http)
    {
        if (http.Request.Headers.Origin.Count > 0 && await CrossOrigin.AnswerAsync(http, BrowserAccess.EveryOrigin)) return;
        var response = http.Response;
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            response.Headers.Allow = "GET, HEAD";
            return;
        }
        response.Headers.CacheControl = "public, max-age=3600";
        response.Headers.ETag = _tag;
        if (http.Request.Headers.IfNoneMatch.Any(known => known == "*" || known?.Contains(_tag, StringComparison.Ordinal) == true))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        response.ContentType = "application/json";
        response.Headers.ContentLength = document.Length;
        if (HttpMethods.IsGet(http.Request.Method)) await response.Body.WriteAsync(document, http.RequestAborted);
    }
}
