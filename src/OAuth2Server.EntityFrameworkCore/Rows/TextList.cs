using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>Lists of texts in one column, as a JSON array; null when the list is empty.</summary>
internal static class TextList
{
    internal static string? ToStore(ImmutableArray<string> texts) =>
        texts.IsDefaultOrEmpty ? null : JsonSerializer.Serialize(texts, TextListJson.Default.ImmutableArrayString);

    /// <exception cref="FormatException">The column holds no JSON array of texts.</exception>
    internal static ImmutableArray<string> FromStore(string? text)
    {
        if (text is null) return [];
        ImmutableArray<string> texts;
        try
        {
            texts = JsonSerializer.Deserialize(text, TextListJson.Default.ImmutableArrayString);
        }
        catch (JsonException e)
        {
            throw new FormatException("A stored list is no JSON array of texts.", e);
        }
        return !texts.IsDefault && !texts.Contains(null!) ? texts : throw new FormatException("A stored list is null or holds null.");
    }

    internal static string? NullIfEmpty(Properties properties) => properties.Count == 0 ? null : properties.ToStore();
}

/// <summary>How lists are written and read, made at build time.</summary>
[JsonSerializable(typeof(ImmutableArray<string>))]
internal sealed partial class TextListJson : JsonSerializerContext;
