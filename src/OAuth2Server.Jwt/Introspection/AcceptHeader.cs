using System.Globalization;

namespace OAuth2Server.Jwt;

/// <summary>What a client accepts (RFC 9110 §12.5.1).</summary>
internal static class AcceptHeader
{
    private const string Json = "application/json";

    /// <summary>Whether a client names a media type, and does not prefer JSON to it.</summary>
    /// <remarks>A wildcard does not name it: a client that accepts everything expects what is usual.</remarks>
    /// <param name="values">The values of the header.</param>
    /// <param name="mediaType">The media type.</param>
    internal static bool Asks(IReadOnlyList<string?> values, string mediaType)
    {
        double asked = 0, json = 0;
        var jsonIsNamed = false;
        foreach (var value in values)
        {
            foreach (var part in value.AsSpan().Split(','))
            {
                if (!TryRead(value.AsSpan()[part], out var range, out var quality)) continue;
                if (range.Equals(mediaType, StringComparison.OrdinalIgnoreCase)) asked = Math.Max(asked, quality);
                else if (range.Equals(Json, StringComparison.OrdinalIgnoreCase)) (json, jsonIsNamed) = (quality, true);
                // The more exact range counts.
                else if (!jsonIsNamed && (range is "*/*" || range.Equals("application/*", StringComparison.OrdinalIgnoreCase)))
                    json = Math.Max(json, quality);
            }
        }
        return asked > 0 && asked >= json;
    }

    private static bool TryRead(ReadOnlySpan<char> text, out ReadOnlySpan<char> range, out double quality)
    {
        quality = 1;
        var end = text.IndexOf(';');
        range = (end < 0 ? text : text[..end]).Trim();
        if (end < 0) return !range.IsEmpty;
        var parameters = text[(end + 1)..];
        foreach (var part in parameters.Split(';'))
        {
            var parameter = parameters[part].Trim();
            if (!parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase)) continue;
            // A weight that is none makes the range unreadable: it asks for nothing.
            if (!double.TryParse(parameter[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out quality)
                || quality is not (>= 0 and <= 1)) return false;
        }
        return !range.IsEmpty;
    }
}
