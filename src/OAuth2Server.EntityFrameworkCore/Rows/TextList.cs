using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>Lists of texts in one column, as a JSON array; null when the list is empty.</summary>
internal static class TextList
{
    internal static string? ToStore(ImmutableArray<string> texts)
    {
        if (texts.IsDefaultOrEmpty) return null;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var text in texts) json.WriteStringValue(text);
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <exception cref="FormatException">The column holds no JSON array of texts.</exception>
    internal static ImmutableArray<string> FromStore(string? text)
    {
        if (text is null) return [];
        try
        {
            using var json = JsonDocument.Parse(text);
            return [.. json.RootElement.EnumerateArray().Select(TextOf)];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException("A stored list is no JSON array of texts.", e);
        }
    }

    private static string TextOf(JsonElement element) => element.GetString() ?? throw new FormatException("A stored list holds null.");

    internal static string? NullIfEmpty(Properties properties) => properties.Count == 0 ? null : properties.ToStore();
}
