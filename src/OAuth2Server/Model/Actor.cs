using System.Buffers;
using System.Text;
using System.Text.Json;

namespace OAuth2Server;

/// <summary>A party that acts for the subject of a token (<c>act</c>, RFC 8693 §4.1), or that may act for it (<c>may_act</c>,
/// §4.4).</summary>
/// <remarks>Both are kept among the properties of an access token, as JSON text under the names of their claims. JWT access tokens and
/// introspection show them, and a resource server in another process has them among the properties of the token that it read. Only the
/// outermost actor acts now: the earlier ones are a record, and permit nothing (§4.1).</remarks>
public sealed class Actor
{
    /// <summary>The key of the actor among the properties: <c>act</c>.</summary>
    public const string Property = "act";

    /// <summary>The key of the party that may become the actor: <c>may_act</c>.</summary>
    public const string PermittedProperty = "may_act";

    // A record in a store, or a claim of another server: deep JSON must not use up the stack.
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    private Actor(string json) => Json = json;

    /// <summary>The identifier of the actor (<c>sub</c>): of a user, or <see cref="ClientSubject.Of"/> of a client that acts for itself.
    /// Null when the value does not name one, or cannot be read.</summary>
    public string? Subject { get; private init; }

    /// <summary>The issuer of the identifier (<c>iss</c>); null means that of the token.</summary>
    public string? Issuer { get; private init; }

    /// <summary>The client of the actor (<c>client_id</c>); null when the value does not name one.</summary>
    public string? ClientId { get; private init; }

    /// <summary>The actor before this one, to whom the token was delegated earlier; null for none.</summary>
    public Actor? Earlier { get; private init; }

    /// <summary>The JSON object as it is kept.</summary>
    internal string Json { get; }

    /// <summary>Whether the value is a JSON object whose members have the types that RFC 8693 demands.</summary>
    internal bool IsReadable { get; private init; }

    /// <summary>Whether the object has members that this library does not compare.</summary>
    internal bool HasOtherMembers { get; private init; }

    /// <summary>How many actors there are, with the earlier ones.</summary>
    internal int Count => 1 + (Earlier?.Count ?? 0);

    /// <summary>The party that acts for the subject of an access token (<c>act</c>).</summary>
    /// <param name="token">The token.</param>
    /// <returns>Null when no party acts for the subject. A value that cannot be read gives an actor without
    /// <see cref="Subject"/>.</returns>
    public static Actor? In(AccessToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return Read(token.Properties[Property]);
    }

    /// <summary>The only party that may become the actor of an access token (<c>may_act</c>).</summary>
    /// <param name="token">The token; the properties of its authorization count where it has none of its own.</param>
    /// <returns>Null when the token names none: then the policies of the server decide alone.</returns>
    public static Actor? PermittedIn(AccessToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return Read(token.Properties[PermittedProperty] ?? token.Authorization.Properties[PermittedProperty]);
    }

    /// <summary>The properties with the only party that may act for the subject (<c>may_act</c>): for
    /// <see cref="Decision.Allowed.Properties"/>, <see cref="Granted.Properties"/> and
    /// <see cref="Granted.AuthorizationProperties"/>.</summary>
    /// <param name="properties">Other properties.</param>
    /// <param name="subject">The identifier of the party: of a user, or <see cref="ClientSubject.Of"/> of a client.</param>
    public static Properties Permit(Properties properties, string subject)
    {
        ArgumentNullException.ThrowIfNull(properties);
        ArgumentException.ThrowIfNullOrEmpty(subject);
        return properties.With(PermittedProperty, Write(subject, null));
    }

    /// <summary>Writes the claims <c>act</c> and <c>may_act</c> into an open JSON object, as far as a token has them.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="token">The properties of the access token.</param>
    /// <param name="authorization">The properties of its authorization.</param>
    public static void WriteTo(Utf8JsonWriter json, Properties token, Properties authorization)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(authorization);
        WriteMember(json, Property, token[Property]);
        WriteMember(json, PermittedProperty, token[PermittedProperty] ?? authorization[PermittedProperty]);
    }

    /// <summary>The subject only.</summary>
    public override string ToString() => $"Actor({Subject})";

    /// <summary>The JSON of an actor with the earlier ones inside it.</summary>
    internal static string Write(string subject, Actor? earlier)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("sub"u8, subject);
            WriteMember(json, Property, earlier?.Json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteMember(Utf8JsonWriter json, string name, string? value)
    {
        if (value is null) return;
        json.WritePropertyName(name);
        json.WriteRawValue(value);
    }

    private static Actor? Read(string? text)
    {
        if (text is null) return null;
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return Of(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not null: a token with an actor must not look like one without. An escaped half of a surrogate pair is no JSON error.
            return new(text);
        }
    }

    private static Actor Of(JsonElement json)
    {
        var text = json.GetRawText();
        if (json.ValueKind != JsonValueKind.Object) return new(text);
        var (known, count) = (0, 0);
        foreach (var _ in json.EnumerateObject()) count++;
        var earlier = json.TryGetProperty(Property, out var before) ? Of(before) : null;
        var isReadable = TryGetText("sub", out var subject) & TryGetText("iss", out var issuer) & TryGetText("client_id", out var client)
            & earlier is not { IsReadable: false } & (subject ?? client) is not null;
        return new(text)
        {
            Subject = isReadable ? subject : null,
            Issuer = isReadable ? issuer : null,
            ClientId = isReadable ? client : null,
            Earlier = earlier,
            IsReadable = isReadable,
            HasOtherMembers = count > known,
        };

        bool TryGetText(string name, out string? value)
        {
            value = null;
            if (!json.TryGetProperty(name, out var member)) return true;
            known++;
            value = member.ValueKind == JsonValueKind.String ? member.GetString() : null;
            return value is { Length: > 0 };
        }
    }
}
