using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;

namespace OAuth2Server.AspNetCore;

/// <summary>The address of a request as the client sent it. <see cref="HttpRequest.Path"/> is decoded, so that the address that is made of
/// it can be another one: <c>%2541</c> becomes <c>%41</c>.</summary>
internal static class SentAddress
{
    [SuppressMessage("Usage", "CA2234:Pass system uri objects instead of strings", Justification = "The path alone is no absolute URI.")]
    internal static Uri Of(HttpContext http)
    {
        var request = http.Request;
        var path = SentPath(http.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "");
        if (path is null) return new(request.GetEncodedUrl());
        // A proxy, or an application, that took a part of the path away names it in PathBase. UsePathBase moves a part that was sent.
        var isOutside = request.PathBase.HasValue && PathString.FromUriComponent(path) == request.Path;
        return new(string.Concat(
            $"{request.Scheme}://{request.Host.ToUriComponent()}", isOutside ? request.PathBase.ToUriComponent() : "", Escaped(path),
            request.QueryString.ToUriComponent()));
    }

    // The origin form or the absolute form (RFC 9112 §3.2); null for another one, and where the server of the application has none.
    private static string? SentPath(string target)
    {
        var end = target.IndexOf('?', StringComparison.Ordinal);
        if (end >= 0) target = target[..end];
        if (target.StartsWith('/')) return target;
        var authority = target.IndexOf("://", StringComparison.Ordinal);
        if (authority <= 0) return null;
        var start = target.IndexOf('/', authority + 3);
        return start < 0 ? "/" : target[start..];
    }

    // A backslash stays one character of a name: System.Uri would take it for a slash.
    private static string Escaped(string path)
    {
        if (path.All(IsAllowed)) return path;
        var escaped = new StringBuilder(path.Length + 8);
        foreach (var b in Encoding.UTF8.GetBytes(path))
        {
            if (IsAllowed((char)b)) escaped.Append((char)b);
            else escaped.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        }
        return escaped.ToString();
    }

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || "-._~!$&'()*+,;=:@/%".Contains(c, StringComparison.Ordinal);
}
