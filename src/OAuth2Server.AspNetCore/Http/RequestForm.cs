using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace OAuth2Server.AspNetCore;

/// <summary>Reads a form strictly: the framework's reader guesses where the core refuses (broken escapes, bytes that are not UTF-8).</summary>
internal static class RequestForm
{
    /// <summary>No OAuth request comes near it; a larger body is refused unread.</summary>
    private const int MaxLength = 64 * 1024;

    internal static async ValueTask<RequestParameters> ReadAsync(HttpContext http)
    {
        if (!IsUrlEncoded(http)) return RequestParameters.FromForm(http.Request.ContentType, []);
        // A middleware of the application may have read the body already; then its form is all there is.
        if (http.Features.Get<IFormFeature>()?.Form is { } form)
            return RequestParameters.Of(form.SelectMany(field => field.Value, (field, value) => KeyValuePair.Create(field.Key, value ?? "")));
        try
        {
            return await ReadBodyAsync(http);
        }
        catch (BadHttpRequestException e)
        {
            return RequestParameters.Refused(new("invalid_request", "The body cannot be read.", e.StatusCode) { Detail = e.Message });
        }
    }

    /// <summary>True for <c>application/x-www-form-urlencoded</c>, by the core's own rule: the framework counts multipart as a form, OAuth does not (RFC 6749 §3.2, RFC 6750 §2.2).</summary>
    internal static bool IsUrlEncoded(HttpContext http) => RequestParameters.FromForm(http.Request.ContentType, []).Malformed is null;

    /// <summary>The framework's own form, for requests that the application reads, too; null when there is none or it cannot be read, which is the caller's fault and no failure.</summary>
    internal static async ValueTask<IFormCollection?> OrNullAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType) return null;
        try
        {
            return await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (Exception e) when (e is InvalidDataException or IOException && !http.RequestAborted.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async ValueTask<RequestParameters> ReadBodyAsync(HttpContext http)
    {
        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(http.RequestAborted);
            if (read.Buffer.Length > MaxLength)
            {
                reader.AdvanceTo(read.Buffer.End);
                return RequestParameters.Refused(new("invalid_request", $"The body is larger than {MaxLength} bytes.", StatusCodes.Status413PayloadTooLarge));
            }
            if (read.IsCompleted)
            {
                var parameters = RequestParameters.FromForm(http.Request.ContentType, read.Buffer.IsSingleSegment ? read.Buffer.FirstSpan : read.Buffer.ToArray());
                reader.AdvanceTo(read.Buffer.End);
                return parameters;
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
