using System.Buffers;
using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace OAuth2Server;

/// <summary>Additive data of a record: an immutable map of texts which a store keeps in one column and gives back unchanged.</summary>
/// <remarks>What later features add (key binding, authentication context) travels here, and so survives in stores written today. Keys are ordinal; keep unknown ones.</remarks>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "It is read as 'the properties of a token'.")]
public sealed class Properties : IReadOnlyCollection<KeyValuePair<string, string>>, IEquatable<Properties>
{
    private readonly ImmutableSortedDictionary<string, string> _map;

    private Properties(ImmutableSortedDictionary<string, string> map) => _map = map;

    /// <summary>No data.</summary>
    public static Properties Empty { get; } = new(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    /// <summary>How many keys there are.</summary>
    public int Count => _map.Count;

    /// <summary>The value of a key; null when there is none.</summary>
    public string? this[string key] => _map.GetValueOrDefault(key);

    /// <summary>The same with one key set.</summary>
    public Properties With(string key, string value) => new(_map.SetItem(key, value));

    /// <summary>The column's text: a JSON object, or the empty text when there is no data.</summary>
    public string ToStore()
    {
        if (_map.IsEmpty) return "";
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (key, value) in _map) json.WriteString(key, value);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads the column's text back.</summary>
    /// <param name="text">What <see cref="ToStore"/> made; null or empty is no data.</param>
    /// <exception cref="FormatException">The text is no JSON object of texts: the row is damaged.</exception>
    public static Properties FromStore(string? text)
    {
        if (string.IsNullOrEmpty(text)) return Empty;
        try
        {
            using var json = JsonDocument.Parse(text);
            var map = Empty._map.ToBuilder();
            foreach (var member in json.RootElement.EnumerateObject())
            {
                map[member.Name] = member.Value.GetString() ?? throw new FormatException("A stored property is null.");
            }
            return new(map.ToImmutable());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException("The stored properties are no JSON object of texts.", e);
        }
    }

    /// <inheritdoc/>
    public bool Equals(Properties? other) => other is not null && Count == other.Count && _map.SequenceEqual(other._map);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Properties);

    /// <inheritdoc/>
    public override int GetHashCode() => Count;

    /// <summary>The keys alone: values may be private.</summary>
    public override string ToString() => string.Join(' ', _map.Keys);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _map.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => _map.GetEnumerator();
}
