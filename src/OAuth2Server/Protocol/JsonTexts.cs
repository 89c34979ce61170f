using System.Text.Json;

namespace OAuth2Server;

/// <summary>The texts inside a JSON value.</summary>
internal static class JsonTexts
{
    /// <summary>Decodes each of them. The parser decodes texts late: one that is no UTF-8, or has half a surrogate pair, would throw where
    /// it is read (RFC 8259 §8).</summary>
    /// <exception cref="InvalidOperationException">A text is no Unicode.</exception>
    internal static void Decode(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                value.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray()) Decode(item);
                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    _ = member.Name;
                    Decode(member.Value);
                }
                break;
        }
    }
}
