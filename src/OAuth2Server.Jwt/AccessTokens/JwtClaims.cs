using System.Collections.Frozen;
using System.Text.Json;

namespace OAuth2Server.Jwt;

/// <summary>Claims of your own for one JWT access token. Each name can be added once.</summary>
public sealed class JwtClaims
{
    // Those that the server writes, and nbf, which would make a token invalid for a time that the client does not know.
    private static readonly FrozenSet<string> Reserved = FrozenSet.Create(StringComparer.Ordinal,
        "iss", "sub", "aud", "exp", "nbf", "iat", "jti", "client_id", "scope", "auth_time", "acr", "amr", "cnf");

    private readonly Dictionary<string, object> _claims = new(StringComparer.Ordinal);

    internal JwtClaims()
    {
    }

    /// <summary>Adds a text.</summary>
    /// <param name="name">The name of the claim.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentException">The name belongs to the protocol, or was added before.</exception>
    public void Add(string name, string value) => Set(name, value);

    /// <summary>Adds a whole number.</summary>
    /// <param name="name">The name of the claim.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentException">The name belongs to the protocol, or was added before.</exception>
    public void Add(string name, long value) => Set(name, value);

    /// <summary>Adds a truth value.</summary>
    /// <param name="name">The name of the claim.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentException">The name belongs to the protocol, or was added before.</exception>
    public void Add(string name, bool value) => Set(name, value);

    /// <summary>Adds a list of texts, for instance <c>roles</c> or <c>groups</c> (RFC 9068 §2.2.3.1).</summary>
    /// <param name="name">The name of the claim.</param>
    /// <param name="values">Its values; the list may be empty.</param>
    /// <exception cref="ArgumentException">The name belongs to the protocol, or was added before.</exception>
    public void Add(string name, IEnumerable<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Set(name, values.ToArray());
    }

    /// <summary>Adds any JSON value.</summary>
    /// <param name="name">The name of the claim.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentException">The name belongs to the protocol, or was added before; or the value is undefined.</exception>
    public void Add(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined) throw new ArgumentException("The value is undefined.", nameof(value));
        Set(name, value);
    }

    /// <summary>The names only: values may be private.</summary>
    public override string ToString() => string.Join(' ', _claims.Keys);

    internal void WriteTo(Utf8JsonWriter json)
    {
        foreach (var (name, value) in _claims)
        {
            json.WritePropertyName(name);
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
    }

    private void Set(string name, object value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        if (Reserved.Contains(name))
            throw new ArgumentException($"The server writes the claim '{name}' (RFC 9068 §2.2): choose another name.", nameof(name));
        if (!_claims.TryAdd(name, value))
            throw new ArgumentException($"The claim '{name}' was added before: two members of one name are no JSON that readers agree on " +
                "(RFC 7519 §4).", nameof(name));
    }
}
