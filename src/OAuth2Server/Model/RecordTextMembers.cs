using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace OAuth2Server;

/// <summary>Reads the values of a record's text. An exception names the member that is missing or has another form.</summary>
internal readonly struct RecordTextMembers
{
    private readonly JsonElement _json;
    private readonly string _what;

    internal RecordTextMembers(JsonElement json, string what)
    {
        (_json, _what) = (json, what);
        if (json.ValueKind != JsonValueKind.Object) throw Damaged(what, "it is not a JSON object");
    }

    internal static FormatException Damaged(string what, string why, Exception? inner = null) =>
        new($"The stored text of {what} is damaged: {why}. Restore the record from a backup, or delete it.", inner);

    internal FormatException Damaged(string name, Exception? inner = null) =>
        Damaged(_what, $"its member '{name}' is missing or has another form", inner);

    internal string? TextOrNull(string name)
    {
        if (!_json.TryGetProperty(name, out var value)) return null;
        return value.ValueKind == JsonValueKind.String ? Read(name, value, v => v.GetString()) : throw Damaged(name);
    }

    internal string Text(string name) => TextOrNull(name) ?? throw Damaged(name);

    internal int Integer(string name)
    {
        if (!_json.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.Number) throw Damaged(name);
        return value.TryGetInt32(out var number) ? number : throw Damaged(name);
    }

    internal long Long(string name)
    {
        if (!_json.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.Number) throw Damaged(name);
        return value.TryGetInt64(out var number) ? number : throw Damaged(name);
    }

    internal bool Flag(string name)
    {
        if (!_json.TryGetProperty(name, out var value)) return false;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Damaged(name);
    }

    internal Scope Scope(string name) => OAuth2Server.Scope.TryParse(TextOrNull(name), out var scope) ? scope : throw Damaged(name);

    internal ImmutableArray<string> Texts(string name)
    {
        if (!_json.TryGetProperty(name, out var value)) return [];
        if (value.ValueKind != JsonValueKind.Array) throw Damaged(name);
        var texts = ImmutableArray.CreateBuilder<string>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray()) texts.Add(Read(name, item, v => v.GetString()) ?? throw Damaged(name));
        return texts.MoveToImmutable();
    }

    internal DateTimeOffset? TimeOrNull(string name)
    {
        if (TextOrNull(name) is not { } text) return null;
        return DateTimeOffset.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : throw Damaged(name);
    }

    internal DateTimeOffset Time(string name) => TimeOrNull(name) ?? throw Damaged(name);

    internal TimeSpan Interval(string name) =>
        TimeSpan.TryParseExact(TextOrNull(name), "c", CultureInfo.InvariantCulture, out var interval) ? interval : throw Damaged(name);

    internal SecretHash Hash(string name) =>
        Bytes(name) is { Length: SecretHash.Size } bytes ? SecretHash.FromBytes(bytes) : throw Damaged(name);

    internal byte[] Bytes(string name)
    {
        var text = Text(name);
        return Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : throw Damaged(name);
    }

    internal Properties Properties(string name)
    {
        var properties = OAuth2Server.Properties.Empty;
        if (ObjectOrNull(name) is not { } members) return properties;
        foreach (var member in members._json.EnumerateObject())
        {
            var (key, value) = Read(name, member, m => (m.Name, m.Value.GetString()));
            properties = properties.With(key, value ?? throw Damaged(name));
        }
        return properties;
    }

    internal RecordTextMembers? ObjectOrNull(string name)
    {
        if (!_json.TryGetProperty(name, out var value)) return null;
        return value.ValueKind == JsonValueKind.Object ? new(value, _what) : throw Damaged(name);
    }

    internal ImmutableArray<T> Objects<T>(string name, Func<RecordTextMembers, T> read)
    {
        if (!_json.TryGetProperty(name, out var value)) return [];
        if (value.ValueKind != JsonValueKind.Array) throw Damaged(name);
        var items = ImmutableArray.CreateBuilder<T>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
            items.Add(item.ValueKind == JsonValueKind.Object ? read(new(item, _what)) : throw Damaged(name));
        return items.MoveToImmutable();
    }

    internal RecordTextMembers Object(string name) => ObjectOrNull(name) ?? throw Damaged(name);

    // Half a surrogate pair, or a value that is no text.
    private TResult Read<TValue, TResult>(string name, TValue value, Func<TValue, TResult> read)
    {
        try
        {
            return read(value);
        }
        catch (InvalidOperationException e)
        {
            throw Damaged(name, e);
        }
    }
}
