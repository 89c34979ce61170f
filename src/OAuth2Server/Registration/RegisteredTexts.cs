using System.Buffers;
using System.Text;
using System.Text.Json;

namespace OAuth2Server;

/// <summary>What a client says about itself for people (RFC 7591 §2). The server does not act on it: it is kept among the properties of the
/// client, under the registered names.</summary>
internal static class RegisteredTexts
{
    /// <summary>The name of the member with the software statement.</summary>
    internal const string SoftwareStatement = "software_statement";

    private const string Contacts = "contacts";
    private const int MaxNameLength = 200;
    private const int MaxStatementLength = 32 * 1024;

    /// <summary>The members whose values are https addresses.</summary>
    private static readonly string[] Addresses = ["client_uri", "logo_uri", "policy_uri", "tos_uri"];

    private static readonly string[] Others = ["software_id", "software_version"];

    // With these a name could show other words than it has, in another direction (Unicode UAX 9).
    private static readonly SearchValues<char> Directions =
        SearchValues.Create("\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069");

    /// <summary>The names that are written as texts.</summary>
    internal static IEnumerable<string> Names => [.. Addresses, .. Others, SoftwareStatement, RegisteredAddresses.ApplicationType];

    /// <summary>The name that users see.</summary>
    internal static string? DisplayName(MetadataReader metadata)
    {
        var name = metadata.Text("client_name", MaxNameLength);
        if (name is null || !(name.Any(char.IsControl) || name.AsSpan().ContainsAny(Directions))) return name;
        metadata.Refuse("client_name has control characters.");
        return null;
    }

    /// <summary>The properties with what the members say; what they do not say any more is removed.</summary>
    internal static Properties Read(MetadataReader metadata, string applicationType, bool hasStatement, Properties properties)
    {
        foreach (var name in Addresses) properties = Set(properties, name, metadata.Address(name));
        foreach (var name in Others) properties = Set(properties, name, metadata.Text(name));
        properties = Set(properties, SoftwareStatement, hasStatement ? metadata.Text(SoftwareStatement, MaxStatementLength) : null);
        properties = Set(properties, RegisteredAddresses.ApplicationType, applicationType);
        return Set(properties, Contacts, metadata.Texts(Contacts) is { Length: > 0 } contacts ? JsonOf(contacts) : null);
    }

    internal static void Write(Client client, Utf8JsonWriter json)
    {
        if (client.DisplayName is { } displayName) json.WriteString("client_name"u8, displayName);
        foreach (var name in Names)
        {
            if (client.Properties[name] is { } text) json.WriteString(name, text);
        }
        if (client.Properties[Contacts] is not { } contacts) return;
        json.WritePropertyName(Contacts);
        json.WriteRawValue(contacts);
    }

    private static Properties Set(Properties properties, string name, string? value) =>
        value is null ? properties.Without(name) : properties.With(name, value);

    private static string JsonOf(IEnumerable<string> texts)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var text in texts) json.WriteStringValue(text);
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
