using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace OAuth2Server.Jwt;

/// <summary>JSON from outside: one object, in UTF-8, without two members of one name at any level.</summary>
/// <remarks>Of two members with one name, readers take different ones (RFC 7515 §4, RFC 7519 §4): what one checks, the other does not
/// use.</remarks>
internal static class StrictJson
{
    private const int MaxDepth = 16;

    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = MaxDepth };

    /// <summary>Reads an object; dispose the document.</summary>
    internal static bool TryRead(ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out JsonDocument? document)
    {
        document = null;
        if (!Utf8.IsValid(utf8.Span)) return false;
        try
        {
            document = JsonDocument.Parse(utf8, Options);
            if (document.RootElement.ValueKind == JsonValueKind.Object && HasTextsOnly(document.RootElement)) return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            // An escaped half of a surrogate pair is no JSON error, but cannot be read.
        }
        document?.Dispose();
        document = null;
        return false;
    }

    /// <summary>A member that is a text which is not empty; null when there is none, or it is something else.</summary>
    internal static string? Text(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    internal static bool Has(this JsonElement json, string name) => json.TryGetProperty(name, out _);

    /// <summary>Reads a member that may be missing: a text, or an array of texts.</summary>
    /// <returns>False when it is something else, an empty list, or has an empty text.</returns>
    internal static bool TryGetTexts(this JsonElement json, string name, out string[] texts)
    {
        texts = [];
        if (!json.TryGetProperty(name, out var value)) return true;
        if (value.ValueKind == JsonValueKind.String) texts = [value.GetString()!];
        else if (value.ValueKind != JsonValueKind.Array) return false;
        else if (value.EnumerateArray().Any(one => one.ValueKind != JsonValueKind.String)) return false;
        else texts = [.. value.EnumerateArray().Select(one => one.GetString()!)];
        return texts.Length > 0 && texts.All(text => text.Length > 0);
    }

    /// <summary>Reads a member that may be missing: a time in seconds since 1970, with fractions (RFC 7519 §2).</summary>
    /// <returns>False when it is no number, is negative, or is after the year 9999.</returns>
    internal static bool TryGetTime(this JsonElement json, string name, out DateTimeOffset? time)
    {
        time = null;
        if (!json.TryGetProperty(name, out var value)) return true;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var seconds)) return false;
        if (!(seconds >= 0 && seconds < MaxTime)) return false;
        time = DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond));
        return true;
    }

    // A day before the end, so that a time to which the skew of clocks is added is a time too.
    private const double MaxTime = 253402214400;

    private static bool HasTextsOnly(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String: return json.GetString() is not null;
            case JsonValueKind.Array: return json.EnumerateArray().All(HasTextsOnly);
            case JsonValueKind.Object: return json.EnumerateObject().All(member => member.Name is not null && HasTextsOnly(member.Value));
            default: return true;
        }
    }
}
