using System.Collections.Frozen;
using System.Text.Json;

namespace OAuth2Server;

/// <summary>Members of your own in a token response: clients ignore members that they do not know (RFC 6749 §5.1). The members of the
/// protocol cannot be overwritten.</summary>
public sealed class ResponseMembers
{
    private static readonly FrozenSet<string> Reserved = FrozenSet.Create(StringComparer.Ordinal,
        "access_token", "token_type", "expires_in", "refresh_token", "scope", "authorization_details", "error", "error_description",
        "error_uri");

    private readonly Dictionary<string, object> _members = new(StringComparer.Ordinal);

    /// <summary>Adds a text.</summary>
    /// <param name="name">The member's name.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentException">The name belongs to the protocol.</exception>
    public void Add(string name, string value) => Set(name, value);

    /// <summary>Adds a whole number.</summary>
    /// <param name="name">The member's name.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentException">The name belongs to the protocol.</exception>
    public void Add(string name, long value) => Set(name, value);

    /// <summary>Adds a truth value.</summary>
    /// <param name="name">The member's name.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentException">The name belongs to the protocol.</exception>
    public void Add(string name, bool value) => Set(name, value);

    /// <summary>Writes the members into an open JSON object.</summary>
    internal void WriteTo(Utf8JsonWriter json)
    {
        foreach (var (name, value) in _members)
        {
            switch (value)
            {
                case string text: json.WriteString(name, text); break;
                case long number: json.WriteNumber(name, number); break;
                case bool truth: json.WriteBoolean(name, truth); break;
            }
        }
    }

    private void Set(string name, object value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (Reserved.Contains(name))
            throw new ArgumentException($"'{name}' belongs to the protocol (RFC 6749 §5.1, §5.2): choose another name.", nameof(name));
        _members[name] = value;
    }
}
