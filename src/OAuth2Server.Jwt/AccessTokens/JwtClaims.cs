using System.Collections.Frozen;
using System.Text.Json;

namespace OAuth2Server.Jwt;

/// <summary>Claims of your own for one JWT access token. Each name can be added once.</summary>
public sealed class JwtClaims
{
    // Those that the server writes, and nbf, which would make a token invalid for a time that the client does not know.
    private static readonly FrozenSet<string> Reserved = FrozenSet.Create(StringComparer.Ordinal,
        "iss", "sub", "aud", "exp", "nbf", "iat", "jti", "client_id", "scope", "auth_time", "acr", "amr", "cnf",
        "act", "may_act", "authorization_details");

    private readonly UserClaims _claims = new();

    internal JwtClaims()
    {
    }

    /// <summary>Adds a text.</summary>
    /// <param name="name">The name of the claim.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentException">The name belongs to the protocol, or was added before.</exception>
    public void Add(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Checked(name).Add(name, value);
    }

    /// <summary>Adds a whole number.</summary>
    /// <param name="name">The name of the claim.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentException">The name belongs to the protocol, or was added before.</exception>
    public void Add(string name, long value) => Checked(name).Add(name, value);

    /// <summary>Adds a truth value.</summary>
    /// <param name="name">The name of the claim.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentException">The name belongs to the protocol, or was added before.</exception>
    public void Add(string name, bool value) => Checked(name).Add(name, value);

    /// <summary>Adds a list of texts, for instance <c>roles</c> or <c>groups</c> (RFC 9068 §2.2.3.1).</summary>
    /// <param name="name">The name of the claim.</param>
    /// <param name="values">Its values; the list may be empty.</param>
    /// <exception cref="ArgumentException">The name belongs to the protocol, or was added before.</exception>
    public void Add(string name, IEnumerable<string> values) => Checked(name).Add(name, values);

    /// <summary>Adds any JSON value.</summary>
    /// <param name="name">The name of the claim.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentException">The name belongs to the protocol, or was added before; or the value is undefined.</exception>
    public void Add(string name, JsonElement value) => Checked(name).Add(name, value);

    /// <summary>The names only: values may be private.</summary>
    public override string ToString() => _claims.ToString();

    internal void WriteTo(Utf8JsonWriter json) => _claims.WriteTo(json);

    private UserClaims Checked(string name) => name is not null && Reserved.Contains(name)
        ? throw new ArgumentException($"The server writes the claim '{name}' (RFC 9068 §2.2): choose another name.", nameof(name))
        : _claims;
}
