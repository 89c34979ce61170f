using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OAuth2Server;

/// <summary>Writes the values of a record's text. Null and empty values are left out.</summary>
internal static class RecordTextWriter
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal static void Text(this Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null) json.WriteString(name, Unicode(text));
    }

    internal static void Scope(this Utf8JsonWriter json, string name, Scope scope)
    {
        if (!scope.IsEmpty) json.WriteString(name, scope.ToString());
    }

    internal static void Texts(this Utf8JsonWriter json, string name, ImmutableArray<string> texts)
    {
        if (texts.IsDefaultOrEmpty) return;
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(Unicode(text));
        json.WriteEndArray();
    }

    internal static void Time(this Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } some) json.WriteString(name, some.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
    }

    internal static void Interval(this Utf8JsonWriter json, string name, TimeSpan interval) =>
        json.WriteString(name, interval.ToString("c", CultureInfo.InvariantCulture));

    internal static void Hash(this Utf8JsonWriter json, string name, SecretHash hash) => json.Bytes(name, hash.ToByteArray());

    internal static void Bytes(this Utf8JsonWriter json, string name, ReadOnlySpan<byte> bytes) =>
        json.WriteString(name, Base64Url.EncodeToString(bytes));

    internal static void Properties(this Utf8JsonWriter json, string name, Properties properties)
    {
        if (properties.Count == 0) return;
        json.WriteStartObject(name);
        foreach (var (key, value) in properties) json.WriteString(Unicode(key), Unicode(value));
        json.WriteEndObject();
    }

    // JSON has no form for half a surrogate pair; the writer would replace it, and the record would come back with another text.
    private static string Unicode(string text)
    {
        if (text.AsSpan().ContainsAnyInRange('\ud800', '\udfff')) _ = Strict.GetByteCount(text);
        return text;
    }
}
