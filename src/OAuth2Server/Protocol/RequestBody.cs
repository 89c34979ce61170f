using System.Text.Json;

namespace OAuth2Server;

/// <summary>The body of a request: a form, which most endpoints read, or one JSON object.</summary>
public sealed class RequestBody
{
    private const int MaxDepth = 32;
    private const int MaxLength = 64 * 1024;
    private const int ContentTooLarge = 413;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = MaxDepth };

    private readonly string? _contentType;
    private readonly ReadOnlyMemory<byte> _content;

    /// <summary>Takes a body that was read whole.</summary>
    /// <param name="contentType">The Content-Type header; null when it was not sent.</param>
    /// <param name="content">The raw bytes.</param>
    public RequestBody(string? contentType, ReadOnlyMemory<byte> content) => (_contentType, _content) = (contentType, content);

    /// <summary>No body.</summary>
    public static RequestBody None { get; } = new(null, default);

    /// <summary>Why the body could not be read, for instance because it is too large; null when it was read.</summary>
    public OAuthError? Problem { get; private init; }

    /// <summary>A body that could not be read.</summary>
    /// <param name="problem">What the client is answered.</param>
    public static RequestBody Unreadable(OAuthError problem) => new(null, default) { Problem = problem };

    /// <summary>The parameters of a form; malformed for any other media type (RFC 6749 §3.2, appendix B).</summary>
    public RequestParameters Form() =>
        Problem is { } problem ? RequestParameters.Refused(problem) : RequestParameters.FromForm(_contentType, _content.Span);

    /// <summary>The JSON object of the body.</summary>
    /// <returns>The object; <c>invalid_request</c> for another media type than <c>application/json</c>, for text that is no JSON,
    /// for a value that is no object, for a member that occurs twice, for more than 32 levels, for more than 64 KiB (status 413), and for a
    /// text that is no Unicode.</returns>
    public Outcome<JsonElement> Json()
    {
        if (Problem is { } problem) return problem;
        if (!MediaType.Is(_contentType, "application/json"))
            return OAuthError.InvalidRequest("The content type must be application/json.", "RFC 7591 §3.1");
        if (_content.Length > MaxLength)
            return new OAuthError("invalid_request", $"The body is larger than {MaxLength} bytes.", ContentTooLarge);
        try
        {
            using var document = JsonDocument.Parse(_content, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return OAuthError.InvalidRequest("The body must be one JSON object.", "RFC 7591 §3.1");
            JsonValues.Check(document.RootElement);
            return document.RootElement.Clone();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return OAuthError.InvalidRequest("The body is no valid JSON.", "RFC 8259", e.Message);
        }
    }

    /// <summary>The size: a body may hold secrets.</summary>
    public override string ToString() => $"RequestBody({_content.Length} bytes)";
}
