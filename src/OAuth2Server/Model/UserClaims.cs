using System.Text.Json;

namespace OAuth2Server;

/// <summary>Claims about a user: names with JSON values. Each name is set once.</summary>
public sealed class UserClaims
{
    private readonly Dictionary<string, object> _claims = new(StringComparer.Ordinal);

    /// <summary>The names, in the order in which they were added.</summary>
    public IReadOnlyCollection<string> Names => _claims.Keys;

    /// <summary>Adds a text.</summary>
    /// <param name="name">The name of the claim.</param>
    /// <param name="value">Its value. Null or the empty text adds nothing: a claim without a value is left out (OpenID Connect Core
    /// §5.3.2).</param>
    /// <exception cref="ArgumentException">The name was added before.</exception>
    public void Add(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value)) Set(name, value);
    }

    /// <summary>Adds a whole number, for instance a time in seconds since 1970.</summary>
    /// <param name="name">The name of the claim.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentException">The name was added before.</exception>
    public void Add(string name, long value) => Set(name, value);

    /// <summary>Adds a truth value.</summary>
    /// <param name="name">The name of the claim.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentException">The name was added before.</exception>
    public void Add(string name, bool value) => Set(name, value);

    /// <summary>Adds a list of texts, for instance <c>roles</c>.</summary>
    /// <param name="name">The name of the claim.</param>
    /// <param name="values">Its values; the list may be empty.</param>
    /// <exception cref="ArgumentException">The name was added before.</exception>
    public void Add(string name, IEnumerable<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Set(name, values.ToArray());
    }

    /// <summary>Adds any JSON value, for instance the object <c>address</c>.</summary>
    /// <param name="name">The name of the claim.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentException">The name was added before; or the value is undefined.</exception>
    public void Add(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined) throw new ArgumentException("The value is undefined.", nameof(value));
        Set(name, value);
    }

    /// <summary>Writes those claims into an open JSON object that a filter accepts.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="accepts">Decides about a name; null accepts every one.</param>
    public void WriteTo(Utf8JsonWriter json, Func<string, bool>? accepts = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        foreach (var (name, value) in _claims)
        {
            if (accepts is not null && !accepts(name)) continue;
            json.WritePropertyName(name);
            Write(json, value);
        }
    }

    /// <summary>The names only: values are private.</summary>
    public override string ToString() => string.Join(' ', _claims.Keys);

    private static void Write(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case string text: json.WriteStringValue(text); break;
            case long number: json.WriteNumberValue(number); break;
            case bool truth: json.WriteBooleanValue(truth); break;
            case JsonElement element: element.WriteTo(json); break;
            case string[] list:
                json.WriteStartArray();
                foreach (var text in list) json.WriteStringValue(text);
                json.WriteEndArray();
                break;
        }
    }

    private void Set(string name, object value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        if (!_claims.TryAdd(name, value))
            throw new ArgumentException($"The claim '{name}' was added before: two members of one name are no JSON that readers agree on " +
                "(RFC 7519 §4).", nameof(name));
    }
}
