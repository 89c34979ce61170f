using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace OAuth2Server.AspNetCore;

/// <summary>Reads the body of a request strictly: the framework's reader repairs what the core refuses (broken escapes, bytes that are not
/// UTF-8).</summary>
internal static class FormReader
{
    /// <summary>More than any OAuth request has; a larger body is refused and not read.</summary>
    private const int MaxLength = 64 * 1024;

    /// <summary>The parameters of a form; malformed when the body is none. A body of another media type is kept for endpoints that read
    /// it.</summary>
    internal static ValueTask<RequestParameters> ReadAsync(HttpContext http, HttpContextRequest request)
    {
        var noForm = RequestParameters.FromForm(http.Request.ContentType, []);
        if (noForm.Malformed is not null) return KeepAsync(http, request, noForm);
        // A middleware of the application may have read the body already; then only its form is left.
        if (http.Features.Get<IFormFeature>()?.Form is not { } form)
            return BodyAsync(http, static (contentType, body) =>
                RequestParameters.FromForm(contentType, body.IsSingleSegment ? body.FirstSpan : body.ToArray()), RequestParameters.Refused);
        var fields = form.SelectMany(field => field.Value, (field, value) => KeyValuePair.Create(field.Key, value ?? ""));
        return new(RequestParameters.Of(fields));
    }

    /// <summary>True for <c>application/x-www-form-urlencoded</c>, by the core's own rule: the framework counts multipart as a form, OAuth
    /// does not (RFC 6749 §3.2, RFC 6750 §2.2).</summary>
    internal static bool IsUrlEncoded(HttpContext http) => RequestParameters.FromForm(http.Request.ContentType, []).Malformed is null;

    /// <summary>The framework's own form, for requests that the application reads too; null when there is none or it cannot be read, which
    /// is the caller's mistake and no failure.</summary>
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

    private static async ValueTask<RequestParameters> KeepAsync(HttpContext http, HttpContextRequest request, RequestParameters noForm)
    {
        request.Content = http.Request.HasJsonContentType()
            ? await BodyAsync(http, static (contentType, body) => new RequestBody(contentType, body.ToArray()), RequestBody.Unreadable)
            : RequestBody.None;
        return noForm;
    }

    private static async ValueTask<T> BodyAsync<T>(
        HttpContext http, Func<string?, ReadOnlySequence<byte>, T> parse, Func<OAuthError, T> refuse)
    {
        var reader = http.Request.BodyReader;
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(http.RequestAborted);
                if (read.Buffer.Length > MaxLength)
                {
                    reader.AdvanceTo(read.Buffer.End);
                    return refuse(new("invalid_request", $"The body is larger than {MaxLength} bytes.",
                        StatusCodes.Status413PayloadTooLarge));
                }
                if (read.IsCompleted)
                {
                    var parsed = parse(http.Request.ContentType, read.Buffer);
                    reader.AdvanceTo(read.Buffer.End);
                    return parsed;
                }
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (BadHttpRequestException e)
        {
            return refuse(new("invalid_request", "The body cannot be read.", e.StatusCode) { Detail = e.Message });
        }
    }}
