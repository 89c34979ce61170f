using System.Buffers;
using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace OAuth2Server;

/// <summary>The <c>authorization_details</c> of a request, an authorization or a token (RFC 9396 §2): an immutable list of JSON
/// objects.</summary>
/// <remarks>They are kept as JSON text among the properties of an authorization, and of an access token that has others than its
/// authorization; a resource server in another process has them among the properties of the token that it read.</remarks>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "The term of RFC 9396.")]
public sealed class AuthorizationDetails : IReadOnlyList<AuthorizationDetail>
{
    /// <summary>The name of the parameter, of the claim, and of the key among the properties: <c>authorization_details</c>.</summary>
    public const string Property = "authorization_details";

    /// <summary>The longest text that is read, in characters. A longer one is refused before it is parsed.</summary>
    public const int MaxLength = 16 * 1024;

    private const int MaxDepth = 16;
    private const int MaxCount = 32;

    // Of two members with one name, readers take different ones: what is checked must be what is used.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = MaxDepth };

    private readonly ImmutableArray<AuthorizationDetail> _objects;

    private AuthorizationDetails(ImmutableArray<AuthorizationDetail> objects) => _objects = objects;

    /// <summary>No details.</summary>
    public static AuthorizationDetails Empty { get; } = new([]);

    /// <summary>How many objects there are.</summary>
    public int Count => _objects.Length;

    /// <summary>Whether there is no object.</summary>
    public bool IsEmpty => _objects.IsEmpty;

    /// <summary>One object.</summary>
    /// <param name="index">Its place, from 0.</param>
    public AuthorizationDetail this[int index] => _objects[index];

    /// <summary>Makes a list.</summary>
    /// <param name="objects">The objects, in this order.</param>
    public static AuthorizationDetails Of(params IEnumerable<AuthorizationDetail> objects) =>
        objects.ToImmutableArray() is { IsEmpty: false } list ? new(list) : Empty;

    /// <summary>Reads the JSON text of a parameter, a claim or a property. Whether the types are known is not looked at.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The details; <c>invalid_authorization_details</c> when it is no JSON array of at most 32 objects that each have a
    /// <c>type</c>, has a member twice, more than 16 levels or more than <see cref="MaxLength"/> characters.</returns>
    public static Outcome<AuthorizationDetails> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= MaxLength
            ? Read(text)
            : OAuthError.InvalidAuthorizationDetails($"authorization_details has more than {MaxLength} characters: send less.");
    }

    /// <summary>The details of an access token: what it permits beyond its scope.</summary>
    /// <param name="token">The token; those of its authorization count where it has none of its own.</param>
    /// <returns>Empty also when they cannot be read: then they permit nothing.</returns>
    public static AuthorizationDetails In(AccessToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return In(token.Properties, token.Authorization.Properties);
    }

    /// <summary>The details that a resource owner granted: a refresh may request them or less.</summary>
    /// <param name="authorization">The authorization.</param>
    public static AuthorizationDetails In(Authorization authorization)
    {
        ArgumentNullException.ThrowIfNull(authorization);
        return In(authorization.Properties, Properties.Empty);
    }

    /// <summary>The objects of one type, as values of your own.</summary>
    /// <typeparam name="T">A class or record with the members of the type.</typeparam>
    /// <param name="type">The type of the objects.</param>
    /// <param name="json">How JSON becomes the value: of a <c>JsonSerializerContext</c>, or
    /// <c>JsonSerializerOptions.GetTypeInfo</c>.</param>
    /// <exception cref="JsonException">An object has other members than the value.</exception>
    public IEnumerable<T> OfType<T>(string type, JsonTypeInfo<T> json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return _objects.Where(one => one.Type == type).Select(one => one.Json.Deserialize(json)!);
    }

    /// <summary>The JSON array, without blanks between its tokens.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var one in _objects) one.Json.WriteTo(json);
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Properties with these details in them: for a record of your own.</summary>
    /// <param name="properties">Other properties.</param>
    public Properties WriteTo(Properties properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        return properties.With(Property, ToJson());
    }

    /// <summary>Writes the member <c>authorization_details</c> into an open JSON object, if a token has details.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="token">The properties of the access token.</param>
    /// <param name="authorization">The properties of its authorization.</param>
    public static void WriteTo(Utf8JsonWriter json, Properties token, Properties authorization)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(authorization);
        if (In(token, authorization) is not { IsEmpty: false } details) return;
        json.WriteStartArray(Property);
        foreach (var one in details) one.Json.WriteTo(json);
        json.WriteEndArray();
    }

    /// <summary>The types only: the rest is private to the user.</summary>
    public override string ToString() => $"AuthorizationDetails({string.Join(' ', _objects.Select(one => one.Type))})";

    /// <inheritdoc/>
    public IEnumerator<AuthorizationDetail> GetEnumerator() => ((IEnumerable<AuthorizationDetail>)_objects).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // What was saved may be longer than what was sent: the writer escapes characters.
    private static AuthorizationDetails In(Properties first, Properties otherwise) =>
        (first[Property] ?? otherwise[Property]) is { } text && !Read(text).IsError(out _, out var details) ? details : Empty;

    private static Outcome<AuthorizationDetails> Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            JsonValues.Check(document.RootElement);
            return Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return OAuthError.InvalidAuthorizationDetails(
                $"authorization_details is no valid JSON, has a member twice, or more than {MaxDepth} levels.", "RFC 9396 §2", e.Message);
        }
    }

    private static Outcome<AuthorizationDetails> Read(JsonElement array)
    {
        if (array.ValueKind != JsonValueKind.Array)
            return OAuthError.InvalidAuthorizationDetails("authorization_details must be a JSON array of objects.", "RFC 9396 §2");
        if (array.GetArrayLength() > MaxCount)
            return OAuthError.InvalidAuthorizationDetails($"authorization_details has more than {MaxCount} objects: send fewer.");
        return array.EnumerateArray().All(one => AuthorizationDetail.TypeIn(one) is not null)
            ? Of(array.EnumerateArray().Select(one => new AuthorizationDetail(one)))
            : OAuthError.InvalidAuthorizationDetails(
                "Each element of authorization_details must be an object with a type, which is a text.", "RFC 9396 §2");
    }
}
