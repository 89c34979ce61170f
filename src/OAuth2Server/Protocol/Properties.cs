using System.Buffers;
using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace OAuth2Server;

/// <summary>Additional data of a record: an immutable map of texts that a store keeps in one column and returns unchanged.</summary>
/// <remarks>
/// Later features add their data here (key binding, authentication context), so a store that was written earlier keeps it too.
/// Keys are compared ordinally. A store must keep keys that it does not know.
/// </remarks>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "Read as: the properties of a token.")]
public sealed class Properties : IReadOnlyCollection<KeyValuePair<string, string>>, IEquatable<Properties>
{
    private readonly ImmutableSortedDictionary<string, string> _map;

    private Properties(ImmutableSortedDictionary<string, string> map) => _map = map;

    /// <summary>No data.</summary>
    public static Properties Empty { get; } = new(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    /// <summary>The number of keys.</summary>
    public int Count => _map.Count;

    /// <summary>The value of a key; null when there is none.</summary>
    public string? this[string key] => _map.GetValueOrDefault(key);

    /// <summary>A copy with one key set.</summary>
    public Properties With(string key, string value) => new(_map.SetItem(key, value));

    /// <summary>The same without one key; unchanged when there is none.</summary>
    /// <param name="key">The key.</param>
    public Properties Without(string key) => _map.ContainsKey(key) ? new(_map.Remove(key)) : this;

    /// <summary>The text for the column: a JSON object, or the empty text when there is no data.</summary>
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

    /// <summary>Reads the text of the column.</summary>
    /// <param name="text">The text that <see cref="ToStore"/> returned; null or empty means no data.</param>
    /// <exception cref="FormatException">The text is not a JSON object of texts: the row is damaged.</exception>
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
            throw new FormatException("The stored properties are not a JSON object of texts.", e);
        }
    }

    /// <inheritdoc/>
    public bool Equals(Properties? other) => other is not null && Count == other.Count && _map.SequenceEqual(other._map);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Properties);

    /// <inheritdoc/>
    public override int GetHashCode() => Count;

    /// <summary>The keys only: values may be private.</summary>
    public override string ToString() => string.Join(' ', _map.Keys);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _map.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => _map.GetEnumerator();
}
