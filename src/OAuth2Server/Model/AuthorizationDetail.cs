using System.Collections.Immutable;
using System.Text.Json;

namespace OAuth2Server;

/// <summary>One object of <see cref="AuthorizationDetails"/>: what a client asks for, or has, beyond a scope (RFC 9396 §2).</summary>
public sealed class AuthorizationDetail
{
    /// <summary>The member that each object has: the name of its type (§2).</summary>
    internal const string TypeMember = "type";

    /// <summary>Makes one from JSON.</summary>
    /// <param name="json">An object whose <c>type</c> is a text that is not empty. It is copied.</param>
    /// <exception cref="ArgumentException">It is no such object.</exception>
    public AuthorizationDetail(JsonElement json)
    {
        Type = TypeIn(json) ?? throw new ArgumentException(
            "An authorization details object is a JSON object with a type, which is a text (RFC 9396 §2).", nameof(json));
        Json = json.Clone();
    }

    /// <summary>The type, compared ordinally.</summary>
    public string Type { get; }

    /// <summary>The whole object, with its <c>type</c>.</summary>
    public JsonElement Json { get; }

    /// <summary>The texts of a member that is a list of texts: <c>locations</c>, <c>actions</c>, <c>datatypes</c>, <c>privileges</c>
    /// (§2.2).</summary>
    /// <param name="member">The name of the member.</param>
    /// <returns>Empty when there is no such member, or it is something else than a list of texts.</returns>
    public ImmutableArray<string> Texts(string member) =>
        Json.TryGetProperty(member, out var list) && list.ValueKind == JsonValueKind.Array
        && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(item => item.GetString()!)]
            : [];

    /// <summary>Whether another object says the same: the order of members and blanks do not count.</summary>
    /// <param name="other">The other object.</param>
    public bool Says(AuthorizationDetail other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return JsonElement.DeepEquals(Json, other.Json);
    }

    /// <summary>The type only: the rest is private to the user.</summary>
    public override string ToString() => $"AuthorizationDetail({Type})";

    /// <summary>The type of an object; null when the value is no object with a type.</summary>
    internal static string? TypeIn(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(TypeMember, out var type)
        && type.ValueKind == JsonValueKind.String && type.GetString() is { Length: > 0 } text
            ? text
            : null;
}
