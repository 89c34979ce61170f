using System.Net;
using System.Text.Json;

namespace OAuth2Server.DPoP;

/// <summary>The refusals of a server that a client can act on (RFC 9449 §8, §9, RFC 6750 §3.1).</summary>
internal static class NonceChallenge
{
    private const string Error = "use_dpop_nonce";

    // An error in JSON has a few hundred bytes.
    private const int MaxBytes = 64 * 1024;

    /// <summary>Whether a server refused a request for its nonce: 401 with the error in the challenge, or 400 with the error in
    /// JSON.</summary>
    internal static async Task<bool> IsInAsync(HttpResponseMessage response, CancellationToken ct)
    {
        if (HasChallenge(response, Error)) return true;
        if (response.StatusCode is not (HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized)) return false;
        var type = response.Content.Headers.ContentType?.MediaType;
        if (!string.Equals(type, "application/json", StringComparison.OrdinalIgnoreCase)) return false;
        if (response.Content.Headers.ContentLength > MaxBytes) return false;
        // Kept, so that the caller can read it too.
        await response.Content.LoadIntoBufferAsync(MaxBytes, ct).ConfigureAwait(false);
        return IsErrorOf(await response.Content.ReadAsByteArrayAsync(ct).ConfigureAwait(false));
    }

    /// <summary>Whether the status is 401 and a challenge of the scheme DPoP has an error.</summary>
    internal static bool HasChallenge(HttpResponseMessage response, string error) =>
        response.StatusCode == HttpStatusCode.Unauthorized
        && response.Headers.WwwAuthenticate.Any(challenge =>
            challenge.Scheme.Equals(DPoPHandler.Scheme, StringComparison.OrdinalIgnoreCase)
            && challenge.Parameter?.Contains($"error=\"{error}\"", StringComparison.Ordinal) == true);

    private static bool IsErrorOf(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("error", out var error)
                && error.ValueKind == JsonValueKind.String && error.GetString() == Error;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // An escaped half of a surrogate pair is no JSON error, but no text can be made of it.
            return false;
        }
    }
}
