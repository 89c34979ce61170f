using System.Globalization;
using System.Text.Json;

namespace OAuth2Server;

/// <summary>The texts and the numbers inside a JSON value.</summary>
internal static class JsonValues
{
    private const int MaxExponent = 10_000;

    /// <summary>Checks each of them. The parser decodes texts late: one that is no UTF-8, or has half a surrogate pair, would throw where
    /// it is read (RFC 8259 §8), and a number with a very large exponent where it is compared (§6).</summary>
    /// <exception cref="InvalidOperationException">A text is no Unicode, or a number is too large.</exception>
    internal static void Check(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                value.GetString();
                break;
            case JsonValueKind.Number:
                CheckExponent(value.GetRawText());
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray()) Check(item);
                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    _ = member.Name;
                    Check(member.Value);
                }
                break;
        }
    }

    private static void CheckExponent(string number)
    {
        var at = number.AsSpan().IndexOfAny('e', 'E');
        if (at < 0) return;
        var isRead = int.TryParse(number.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent);
        if (!isRead || exponent is < -MaxExponent or > MaxExponent)
            throw new InvalidOperationException("A number has a very large exponent.");
    }
}
