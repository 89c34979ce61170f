using System.Text;
using System.Text.Json;

namespace OAuth2Server.Host;

/// <summary>Makes JSON again of an object that is written into the configuration by its members.</summary>
/// <remarks>A configuration has texts only. The keys of RFC 7517 have texts and lists of texts; a member of another type, such as
/// <c>ext</c>, becomes a text, and no reader of keys looks at it.</remarks>
internal static class ConfiguredJson
{
    /// <summary>The JSON of a section that has members.</summary>
    internal static string TextOf(IConfigurationSection section)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream)) Write(json, section);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, IConfigurationSection section)
    {
        IConfigurationSection[] members = [.. section.GetChildren()];
        if (members.Length == 0) json.WriteStringValue(section.Value);
        else if (members.All(member => ConfigurationLayer.IsIndex(member.Key)))
        {
            json.WriteStartArray();
            foreach (var item in members) Write(json, item);
            json.WriteEndArray();
        }
        else
        {
            json.WriteStartObject();
            foreach (var member in members)
            {
                json.WritePropertyName(member.Key);
                Write(json, member);
            }
            json.WriteEndObject();
        }
    }
}
