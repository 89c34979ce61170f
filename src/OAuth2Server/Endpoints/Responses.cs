using System.Collections.Immutable;

namespace OAuth2Server;

/// <summary>JSON answers, good and bad (RFC 6749 §5.1, §5.2).</summary>
internal static class Responses
{
    // RFC 6749 §5.1: whatever may hold a token is never cached; errors neither.
    private static readonly ImmutableArray<KeyValuePair<string, string>> JsonHeaders =
        [new("Content-Type", "application/json"), new("Cache-Control", "no-store"), new("Pragma", "no-cache")];

    /// <summary>Done, and there is nothing to say. A client ignores it (RFC 7009 §2.2), but some that exist take nothing but JSON for an answer.</summary>
    internal static OAuthResponse Done { get; } = Json("{}"u8.ToArray());

    internal static OAuthResponse Json(ReadOnlyMemory<byte> body) => new(200, JsonHeaders, body);

    /// <summary>An endpoint's own answer, or the error in its place.</summary>
    internal static async ValueTask<OAuthResponse> JsonAsync(ValueTask<Outcome<OAuthResponse>> outcome, OAuthRequest request) =>
        (await outcome).IsError(out var error, out var response) ? Json(error, request.CorrelationId) : response;

    internal static OAuthResponse Json(OAuthError error, string correlationId)
    {
        var body = JsonBody.Write(error, static (json, error) =>
        {
            json.WriteString("error"u8, error.Code);
            json.WriteString("error_description"u8, error.Description);
        });
        return new(error.Status, [.. JsonHeaders, .. Correlation(correlationId), .. error.Headers], body) { Error = error };
    }

    /// <summary>The header that links an answer to the log.</summary>
    internal static ImmutableArray<KeyValuePair<string, string>> Correlation(string correlationId) =>
        correlationId.Length == 0 ? [] : [new("X-Correlation-Id", correlationId)];
}
