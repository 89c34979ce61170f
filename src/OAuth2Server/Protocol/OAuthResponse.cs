using System.Collections.Immutable;

namespace OAuth2Server;

/// <summary>What to send back: an adapter copies the three parts to its framework's response.</summary>
public sealed class OAuthResponse
{
    // RFC 6749 §5.1: what may hold a token is never cached; errors neither.
    private static readonly ImmutableArray<KeyValuePair<string, string>> JsonHeaders =
        [new("Content-Type", "application/json"), new("Cache-Control", "no-store"), new("Pragma", "no-cache")];

    /// <summary>Makes a response.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="headers">The headers, Content-Type and Location among them.</param>
    /// <param name="body">The body; empty for a redirect.</param>
    public OAuthResponse(int status, ImmutableArray<KeyValuePair<string, string>> headers, ReadOnlyMemory<byte> body) =>
        (Status, Headers, Body) = (status, headers, body);

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>The headers, Content-Type and Location among them.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Headers { get; }

    /// <summary>The body; empty for a redirect.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The error that this response carries, for a caller that shows its own page; null on success.</summary>
    public OAuthError? Error { get; init; }

    /// <summary>An endpoint has done its work and there is nothing to return. A client ignores the body (RFC 7009 §2.2), but some accept
    /// nothing but JSON.</summary>
    internal static OAuthResponse Done { get; } = Json("{}"u8.ToArray());

    /// <summary>200 with JSON, which is never cached.</summary>
    /// <param name="body">The UTF-8 text of the JSON value.</param>
    public static OAuthResponse Json(ReadOnlyMemory<byte> body) => Json(body, 200);

    /// <summary>JSON with another status, which is never cached.</summary>
    internal static OAuthResponse Json(ReadOnlyMemory<byte> body, int status) => new(status, JsonHeaders, body);

    /// <summary>An error in JSON (RFC 6749 §5.2), with the error's status and headers.</summary>
    /// <param name="error">The error.</param>
    /// <param name="correlationId">The value that links the answer to the log; empty for none.</param>
    public static OAuthResponse Json(OAuthError error, string correlationId)
    {
        ArgumentNullException.ThrowIfNull(error);
        ArgumentNullException.ThrowIfNull(correlationId);
        var json = JsonBody.Start();
        json.WriteString("error"u8, error.Code);
        json.WriteString("error_description"u8, error.Description);
        return new(error.Status, [.. JsonHeaders, .. Correlation(correlationId), .. error.Headers], JsonBody.End()) { Error = error };
    }

    /// <summary>The first value of a header, by its case-insensitive name; null when there is none.</summary>
    /// <param name="name">The header's name.</param>
    public string? Header(string name)
    {
        foreach (var header in Headers)
        {
            if (header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)) return header.Value;
        }
        return null;
    }

    /// <summary>The same response with more headers.</summary>
    internal OAuthResponse With(IEnumerable<KeyValuePair<string, string>> headers) =>
        new(Status, Headers.AddRange(headers), Body) { Error = Error };

    /// <summary>The status alone: the body may hold a token, and Location a code.</summary>
    public override string ToString() => $"OAuthResponse({Status})";

    /// <summary>The header that links an answer to the log.</summary>
    internal static ImmutableArray<KeyValuePair<string, string>> Correlation(string correlationId) =>
        correlationId.Length == 0 ? [] : [new("X-Correlation-Id", correlationId)];
}
